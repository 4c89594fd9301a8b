package dev.carornot.benchmark.contender;

import dev.carornot.classifier.program.Program;

/** One of the product's programs on a batch of pixels. Owns the program. */
final class ProgramWork implements Work {
    private final Program program;
    private final byte[] pixels;
    private final int count;

    ProgramWork(Program program, byte[] pixels, int count) {
        this.program = program;
        this.pixels = pixels;
        this.count = count;
    }

    @Override
    public double run() {
        return program.run(pixels, count)[count - 1][0];
    }

    @Override
    public void close() {
        program.close();
    }
}
