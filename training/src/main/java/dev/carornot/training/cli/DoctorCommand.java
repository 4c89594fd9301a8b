package dev.carornot.training.cli;

import dev.carornot.training.diagnosis.Diagnosis;
import dev.carornot.training.diagnosis.Examination;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description =
                "Says what this machine offers: versions, processor, engine, decoder for JPEGs, GPU, the precision that a"
                        + " model runs in and how many photographs a second it classifies.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Photographs can be classified here.",
            "1:They cannot; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not doctor",
            "  car-or-not doctor --model models/first --seconds 10",
            "  car-or-not doctor --seconds 0 --json"
        })
final class DoctorCommand implements Callable<Integer> {
    /** The small model that the command line carries. */
    static final String STARTER = "classpath:starter";

    private static final double GIGABYTE = 1e9;
    private static final double LONGEST = 600;

    private final Console console;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = STARTER,
            description =
                    "The model to try, as for 'classify' (default: " + STARTER + ", which comes with the program).")
    private String model;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "2",
            description = "How long to measure, on one thread and again on all; 0 for not at all (default: 2).")
    private double seconds;

    @Mixin
    private JsonOption json;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!(seconds >= 0 && seconds <= LONGEST)) {
            throw new ParameterException(spec.commandLine(), "Option '--seconds' needs a number from 0 to 600");
        }
        Diagnosis diagnosis = new Examination(() -> Models.artifact(model, console), seconds, Failures::sentence).run();
        json.print(console, () -> diagnosis, () -> print(diagnosis));
        return diagnosis.works() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void print(Diagnosis found) {
        line("car-or-not", found.product());
        line("Java", found.java() + ", at most " + gigabytes(found.heapBytes()) + " for its objects");
        line(
                "Machine",
                found.system() + ", " + count(found.processors(), "processor")
                        + (found.memoryBytes() == 0 ? "" : ", " + gigabytes(found.memoryBytes()) + " of memory"));
        line(
                "Processor",
                found.processorFeatures().isEmpty()
                        ? "its features are not known here"
                        : String.join(" ", found.processorFeatures()));
        if (found.engine() != null) {
            Diagnosis.Engine engine = found.engine();
            line(
                    "Engine",
                    engine.name() + " " + engine.version() + " with " + (engine.cuda() ? "CUDA" : "no CUDA")
                            + ", through DJL " + engine.djl());
            line("Libraries", engine.libraries());
        }
        if (found.jpegDecoder() != null) {
            line("JPEG decoder", jpeg(found.jpegDecoder()));
        }
        line(
                "GPU",
                found.gpu().names().isEmpty()
                        ? "none. " + found.gpu().reason()
                        : String.join(", ", found.gpu().names())
                                + (found.gpu().reason() == null
                                        ? ""
                                        : ". " + found.gpu().reason()));
        if (found.model() != null) {
            line("Model", found.model().name() + " " + found.model().version());
            line(
                    "Precision",
                    found.model().precision() + ", since " + found.model().reason());
        }
        if (found.speed() != null) {
            Diagnosis.Speed speed = found.speed();
            line(
                    "Speed",
                    String.format(
                            Locale.ROOT,
                            "%.1f photographs a second on one thread, %.1f on %d (%s)",
                            speed.oneThread(),
                            speed.allThreads(),
                            speed.threads(),
                            speed.photograph()));
        }
        found.faults().forEach(fault -> line("Fault", fault));
        console.out().println(found.works() ? "Photographs can be classified here." : "It does not work here.");
    }

    private void line(String name, String value) {
        console.out().print(HelpStyle.of(console).row(String.format(Locale.ROOT, "%-14s", name), value));
    }

    private static String jpeg(String decoder) {
        return decoder.equals("imageio")
                ? "ImageIO, since libjpeg-turbo was not found: with it large photographs take less than half the time"
                        + " (Debian and Ubuntu: apt-get install libturbojpeg0; macOS: brew install jpeg-turbo)"
                : decoder;
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
