package dev.carornot.classifier.program;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** DJL's ONNX Runtime engine, set up the way this product needs it. Stateless and thread-safe. */
final class OnnxEngine {
    /** Keeps DJL from loading a second engine for array operators, of which this product uses none. */
    private static final String NO_SECOND_ENGINE = "ai.djl.onnx.disable_alternative";

    /**
     * Without VNNI, products of unsigned and signed bytes are added up in 16 bits and may saturate; with this, ONNX Runtime
     * uses unsigned weights on such processors, whose products it adds up in 32 bits.
     */
    private static final String EXACT_WITHOUT_VNNI = "session.x64quantprecision";

    /** Threads that wait for work must not spin: on a busy machine that costs the others' time slices. */
    private static final String SPINNING = "session.intra_op.allow_spinning";

    private OnnxEngine() {}

    static Engine start() {
        EngineChoice.ONNXRUNTIME.requirePresent();
        if (System.getProperty(NO_SECOND_ENGINE) == null) {
            System.setProperty(NO_SECOND_ENGINE, "true");
        }
        return Engine.getEngine(EngineChoice.ONNXRUNTIME.djlName());
    }

    /** The caller closes them. */
    static OrtSession.SessionOptions options(int threads) {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setInterOpNumThreads(1);
            options.setIntraOpNumThreads(threads);
            options.addConfigEntry(EXACT_WITHOUT_VNNI, "1");
            options.addConfigEntry(SPINNING, "0");
            return options;
        } catch (OrtException e) {
            options.close();
            throw new IllegalStateException("ONNX Runtime refuses its options.", e);
        }
    }
}
