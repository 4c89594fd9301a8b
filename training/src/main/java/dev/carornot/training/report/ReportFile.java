package dev.carornot.training.report;

import dev.carornot.training.failure.UserException;
import dev.carornot.training.output.TextFiles;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.ValueResolvers;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Reports as HTML. Stateless and thread-safe. */
public final class ReportFile {
    private static final List<String> PARTS = List.of("split.html", "groups.html", "gallery.html");

    private ReportFile() {}

    /**
     * Writes a report beside its place and moves it there, over one that is there.
     *
     * @throws UserException when it cannot be written, or a split cannot be judged
     */
    public static void write(ReportContent content, Path file) {
        TextFiles.write(file, html(new PageBuilder(content).build()));
    }

    static String html(Page page) {
        return render("report.html", page);
    }

    /** A template's text with a page's values, which it escapes. */
    static String render(String name, Object page) {
        Engine engine = Engine.builder()
                .addDefaults()
                .addValueResolvers(ValueResolvers.rawResolver(), new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .build();
        Variant variant = Variant.forContentType(Variant.TEXT_HTML);
        for (String part : PARTS) {
            engine.putTemplate(part, engine.parse(resource(part), variant, part));
        }
        Template template = engine.parse(resource(name), variant, name);
        return template.data("page", page).data("style", resource("report.css")).render();
    }

    private static String resource(String name) {
        try (InputStream in = ReportFile.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
