package dev.carornot.classifier.program;

import java.util.Locale;

/** The arithmetic of a program, fastest first. */
public enum Precision {
    /** 8-bit integers; needs an artifact with quantised weights. */
    INT8,
    /** bfloat16 in the convolutions; needs a processor with instructions for it to be worth it. */
    BF16,
    /** 32-bit floats, fused. */
    FP32,
    /** 32-bit floats, DJL's blocks operator by operator: slow, and what the others are measured against. */
    EAGER;

    /** As people write it: {@code int8}, {@code bf16}, {@code fp32}, {@code eager}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
