package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.training.cli.CommandRun.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --json} prints: the keys that docs/command-line.md lists, command by command, and nothing else. */
final class JsonOutputTest {
    private static final Path MANUAL = Path.of("../docs/command-line.md");

    /** A row of the table: the command, then its keys. */
    private static final Pattern ROW = Pattern.compile("\\| `([a-z -]+)` \\| (`.*`) \\|.*");

    private final JsonMapper json = new JsonMapper();

    @TempDir
    private Path folder;

    private final Map<String, List<String>> seen = new TreeMap<>();

    private void run(String command, Object... arguments) throws IOException {
        List<Object> words = new ArrayList<>(Commands.words(command));
        words.addAll(List.of(arguments));
        words.add("--json");
        Outcome run = CommandRun.run(folder, words.toArray());
        assertThat(run.code()).as("%s: %s", command, run.err()).isZero();
        assertThat(run.outLines()).as(command).hasSize(1);
        JsonNode object = json.readTree(run.out());
        assertThat(object.isObject()).as(command).isTrue();
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        seen.put(command, keys);
    }

    private static Map<String, List<String>> documented() throws IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(MANUAL)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(
                        row.group(1),
                        Pattern.compile("`([a-zA-Z0-9]+)`")
                                .matcher(row.group(2))
                                .results()
                                .map(key -> key.group(1))
                                .toList());
            }
        }
        return rows;
    }

    @Test
    void everyCommandPrintsTheKeysThatTheManualLists() throws IOException {
        Path data = Drawings.dataset(folder.resolve("data"), 60);
        Path config =
                Files.writeString(folder.resolve("discs.yaml"), Drawings.CONFIGURATION + "decision: {coverage: 0.9}\n");
        Path model = folder.resolve("model");
        Path store = folder.resolve("store");
        Path keys = folder.resolve("keys");
        Path manifest = data.resolve("manifest.csv");
        String classes = "blue,red";

        run("doctor", "--seconds", "0.01");
        run("train", "--config", config, "--data", data, "--out", model);
        run("dataset check", data, "--out", folder.resolve("check"), "--classes", classes);
        run("evaluate", "--model", model, "--data", data, "--split", "test");
        run("compare", "--data", data, "--split", "test", model, model);
        run("report", "--model", model, "--data", data, "--out", folder.resolve("report.html"), "--robustness", "0");
        run("calibrate", "--model", model, "--data", data, "--out", folder.resolve("calibrated"));
        run("quantize", "--model", model, "--data", data, "--out", folder.resolve("int8"), "--force");
        run("find-learning-rate", "--config", config, "--data", data, "--out", folder.resolve("rates.html"));
        run("reproduce", model, "--data", data, "--out", folder.resolve("again"));
        run("export", "--model", model, "--format", "onnx", "--out", folder.resolve("model.onnx"));
        run("classify", "--model", model, data.resolve("red/0.jpg"));
        run("keys create", "--out", keys);
        run("sign", "--model", model, "--key", keys.resolve("private.pem"));
        run("verify", "--model", model, "--public-key", keys.resolve("public.pem"));
        run("publish", "--model", model, "--to", store);
        String version = json.readTree(model.resolve("manifest.json").toFile())
                .path("version")
                .asText();
        run("publish", "--model", folder.resolve("calibrated"), "--to", store);
        run("models list", "--store", store);
        run("models rollback", "--store", store);
        run("models promote", version, "--store", store);
        run("dataset import folders", data, "--classes", classes, "--out", manifest);
        run("dataset import manifest", manifest, "--classes", classes, "--out", data.resolve("joined.csv"));
        run("dataset import caltech", data, "--positive", "red", "--classes", classes, "--out", data.resolve("c.csv"));
        run("dataset split", manifest, "--classes", classes, "--rule", "random", "--out", data.resolve("split.csv"));

        Map<String, List<String>> documented = documented();
        assertThat(seen)
                .allSatisfy((command, printed) ->
                        assertThat(documented.get(command)).as(command).containsExactlyElementsOf(printed));
        // Those that need weights, a tree that is too large to be drawn, or S3.
        assertThat(new TreeSet<>(documented.keySet()))
                .containsAll(seen.keySet())
                .hasSize(seen.size() + 4)
                .contains("backfill", "experiments", "features", "dataset import stanford-cars");
    }
}
