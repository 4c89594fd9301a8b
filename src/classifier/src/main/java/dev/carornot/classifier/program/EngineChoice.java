package dev.carornot.classifier.program;

import ai.djl.engine.Engine;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which of DJL's engines runs the network. A build carries one of them only. */
public enum EngineChoice {
    /** libtorch: every precision. */
    PYTORCH("PyTorch", "without -Ponnxruntime"),
    /** ONNX Runtime: a tenth of libtorch's size; int8 and fp32. */
    ONNXRUNTIME("OnnxRuntime", "with -Ponnxruntime");

    private final String djlName;
    private final String build;

    EngineChoice(String djlName, String build) {
        this.djlName = djlName;
        this.build = build;
    }

    /** As people write it: {@code pytorch}, {@code onnxruntime}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What DJL calls it. */
    String djlName() {
        return djlName;
    }

    /**
     * Reads a setting, in any case.
     *
     * @throws IllegalArgumentException when there is no such engine; says which there are
     */
    public static EngineChoice parse(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(choice -> choice.label().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The engine is one of "
                        + Arrays.stream(values()).map(EngineChoice::label).collect(Collectors.joining(", "))
                        + ", not '" + text + "'."));
    }

    /** The engine that this build carries: {@link #PYTORCH} unless there is only the other. */
    public static EngineChoice carried() {
        return ONNXRUNTIME.present() && !PYTORCH.present() ? ONNXRUNTIME : PYTORCH;
    }

    /** Whether it is on the class path; loads nothing. */
    public boolean present() {
        return Engine.getAllEngines().contains(djlName);
    }

    /**
     * Makes sure that this engine is on the class path.
     *
     * @throws IllegalArgumentException when it is not; says how to build with it
     */
    public void requirePresent() {
        if (!present()) {
            throw new IllegalArgumentException("The engine '" + label()
                    + "' is not part of this build; build the function " + build + ", or choose another engine.");
        }
    }
}
