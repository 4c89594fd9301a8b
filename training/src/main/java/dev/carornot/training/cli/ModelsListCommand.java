package dev.carornot.training.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.CurrentVersions;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.artifact.ModelStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description =
                "Shows the versions of the models in a store: which one is current, which were before, when each was made"
                        + " and how good it was on its test photographs.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:What was asked for was done.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not models list --store s3://my-models/team",
            "  car-or-not models list --store /srv/models --name car --json"
        })
final class ModelsListCommand implements Runnable {
    /** The first of these that a model was evaluated on is shown. */
    private static final List<String> SPLITS = List.of("test", "validation");

    private final Console console;

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOption json;

    ModelsListCommand(Console console) {
        this.console = console;
    }

    /**
     * A version as the list shows it.
     *
     * @param version its name
     * @param created as its provenance says, or empty
     * @param split on which it was judged, or empty
     * @param figures of that split, or a missing node
     * @param damage why it cannot be opened, or empty
     */
    private record Line(
            String version,
            Optional<String> created,
            Optional<String> split,
            JsonNode figures,
            Optional<String> damage) {}

    @Override
    public void run() {
        store.withModels(console, (opened, models) -> {
            for (String model : models) {
                CurrentVersions history = opened.history(model);
                List<Line> lines = new ArrayList<>();
                for (String version : opened.versions(model)) {
                    lines.add(line(opened, model, version));
                }
                json.print(
                        console,
                        () -> object(model, history, lines),
                        () -> console.out().print(text(model, history, lines)));
            }
        });
    }

    private static Line line(ModelStore store, String model, String version) {
        Manifest manifest;
        try {
            manifest = store.open(model, version).manifest();
        } catch (ArtifactException e) {
            // The others are worth showing all the same.
            return new Line(
                    version,
                    Optional.empty(),
                    Optional.empty(),
                    MissingNode.getInstance(),
                    Optional.of(e.getMessage()));
        }
        Optional<String> split =
                SPLITS.stream().filter(name -> manifest.evaluation().has(name)).findFirst();
        JsonNode created = manifest.provenance().path("created");
        return new Line(
                version,
                created.isTextual() ? Optional.of(created.textValue()) : Optional.empty(),
                split,
                split.map(name -> manifest.evaluation().path(name)).orElseGet(MissingNode::getInstance),
                Optional.empty());
    }

    private static String text(String model, CurrentVersions history, List<Line> lines) {
        StringBuilder text = new StringBuilder(model).append('\n');
        for (Line line : lines) {
            boolean current = history.current().filter(line.version()::equals).isPresent();
            text.append(current ? "* " : "  ").append(line.version());
            line.created().ifPresent(created -> text.append("  ").append(created));
            if (line.figures().path("accuracy").isNumber()) {
                text.append(String.format(
                        Locale.ROOT,
                        "  accuracy %.4f on %s (%,d photographs)",
                        line.figures().path("accuracy").doubleValue(),
                        line.split().orElseThrow(),
                        line.figures().path("count").longValue()));
            }
            line.damage().ifPresent(damage -> text.append("  ").append(damage));
            text.append('\n');
        }
        if (history.versions().size() > 1) {
            List<String> before =
                    history.versions().subList(1, history.versions().size());
            text.append("  (current before: ").append(String.join(", ", before)).append(")\n");
        }
        return text.toString();
    }

    private static Map<String, Object> object(String model, CurrentVersions history, List<Line> lines) {
        List<Map<String, Object>> versions = new ArrayList<>();
        for (Line line : lines) {
            Map<String, Object> version = new LinkedHashMap<>();
            version.put("version", line.version());
            version.put(
                    "current", history.current().filter(line.version()::equals).isPresent());
            line.created().ifPresent(created -> version.put("created", created));
            line.split().ifPresent(split -> version.put("split", split));
            for (String figure : List.of("count", "errors", "accuracy")) {
                if (line.figures().path(figure).isNumber()) {
                    version.put(figure, line.figures().path(figure));
                }
            }
            line.damage().ifPresent(damage -> version.put("damage", damage));
            versions.add(version);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("model", model);
        history.current().ifPresent(current -> object.put("current", current));
        object.put("history", history.versions());
        object.put("versions", versions);
        return object;
    }
}
