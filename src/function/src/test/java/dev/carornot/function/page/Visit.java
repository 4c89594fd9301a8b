package dev.carornot.function.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Somebody who has the page open; remembers what the page asks for and what it complains of. Used by one thread. */
final class Visit {
    /** In milliseconds: machines that build are busy. */
    static final double PATIENCE = 60_000;

    private static final String TRANSFER = """
            (files) => {
              const transfer = new DataTransfer();
              for (const {name, type, base64} of files) {
                const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
                transfer.items.add(new File([bytes], name, {type}));
              }
              return transfer;
            }""";

    private static final String PASTE = """
            (transfer) => document.activeElement.dispatchEvent(
              new ClipboardEvent('paste', {clipboardData: transfer, bubbles: true, cancelable: true}))""";

    private final Page page;
    private final Set<String> hosts = new TreeSet<>();
    private final List<String> complaints = new ArrayList<>();
    private int running;
    private int most;

    private Visit(Page page) {
        this.page = page;
    }

    /** Opens the application's page and waits until it knows the model. */
    static Visit to(URI address, Page page) {
        Visit visit = new Visit(page);
        page.setDefaultTimeout(PATIENCE);
        page.onRequest(request -> {
            if (!request.url().startsWith("blob:")) {
                visit.hosts.add(URI.create(request.url()).getAuthority());
            }
            if (isPhotograph(request.method())) {
                visit.running++;
                visit.most = Math.max(visit.most, visit.running);
            }
        });
        page.onRequestFinished(request -> visit.ended(request.method()));
        page.onRequestFailed(request -> visit.ended(request.method()));
        page.onConsoleMessage(message -> {
            // The browser itself writes a line for each answer that is no success.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                visit.complaints.add(message.text());
            }
        });
        page.onPageError(visit.complaints::add);
        page.navigate(address.resolve("/").toString());
        assertThat(page.locator("#filters label")).not().hasCount(0);
        return visit;
    }

    private static boolean isPhotograph(String method) {
        return method.equals("POST");
    }

    private void ended(String method) {
        if (isPhotograph(method)) {
            running--;
        }
    }

    Page page() {
        return page;
    }

    void drop(Dropped... files) {
        drop(List.of(files));
    }

    void drop(List<Dropped> files) {
        page.dispatchEvent("main", "drop", Map.of("dataTransfer", transfer(files)));
    }

    /** Files and folders of this machine, dropped as a hand does it. */
    void dropFromDisk(List<Path> files) {
        CDPSession browser = page.context().newCDPSession(page);
        JsonArray paths = new JsonArray();
        files.forEach(file -> paths.add(file.toAbsolutePath().toString()));
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            JsonObject data = new JsonObject();
            data.add("items", new JsonArray());
            data.add("files", paths);
            data.addProperty("dragOperationsMask", 1);
            JsonObject event = new JsonObject();
            event.addProperty("type", type);
            event.addProperty("x", 300);
            event.addProperty("y", 200);
            event.add("data", data);
            browser.send("Input.dispatchDragEvent", event);
        }
        browser.detach();
    }

    void paste(Dropped file) {
        page.evaluate(PASTE, transfer(List.of(file)));
    }

    private JSHandle transfer(List<Dropped> files) {
        return page.evaluateHandle(
                TRANSFER, files.stream().map(Dropped::forScripts).toList());
    }

    /** Waits until there is an outcome for each of so many photographs. */
    void awaitDone(int photographs) {
        assertThat(page.locator("#summary"))
                .hasText(
                        photographs == 1 ? "1 photograph done" : photographs + " photographs done",
                        new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
    }

    Locator cards() {
        return page.locator(".card");
    }

    Locator card(String name) {
        return page.locator(".card", new Page.LocatorOptions().setHasText(name));
    }

    /** Whose servers the page has asked for anything. */
    Set<String> hosts() {
        return Collections.unmodifiableSet(hosts);
    }

    /** How many photographs were on their way at once, at most. */
    int mostAtOnce() {
        return most;
    }

    /** What went wrong in the page, or against its content security policy. */
    List<String> complaints() {
        return Collections.unmodifiableList(complaints);
    }
}
