package dev.carornot.classifier.program;

import dev.carornot.classifier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A generated TorchScript program: the class's text, and the tensors that its method {@code setup} takes once, before {@code
 * forward} runs. Immutable and thread-safe.
 *
 * @param text in TorchScript's serialised form
 * @param tensors for {@code setup}, in order
 */
record Script(String text, List<Tensor> tensors) {
    Script {
        tensors = List.copyOf(tensors);
    }

    /**
     * Collects a program: what {@code setup} prepares once, and what {@code forward} does with each batch. Not thread-safe.
     */
    static final class Builder {
        private final List<Tensor> given = new ArrayList<>();
        private final List<String> prepared = new ArrayList<>();
        private final StringBuilder forward = new StringBuilder();

        /** Hands a tensor to {@code setup}; the expression stands for it there. It shares memory with its file. */
        String given(Tensor tensor) {
            given.add(tensor);
            return "given[" + (given.size() - 1) + "]";
        }

        /** Keeps what {@code setup} computes; the expression stands for it in {@code forward}. */
        String prepare(String expression) {
            prepared.add(expression);
            return "tensors[" + (prepared.size() - 1) + "]";
        }

        /** A copy of a tensor for {@code forward}, independent of its file. */
        String keep(Tensor tensor) {
            return prepare("torch.clone(" + given(tensor) + ")");
        }

        /** Adds a statement to {@code forward}. */
        void assign(String variable, String expression) {
            forward.append("    ")
                    .append(variable)
                    .append(" = ")
                    .append(expression)
                    .append('\n');
        }

        /** Ends {@code forward} with a tensor. */
        Script build(String result) {
            return build("Tensor", result);
        }

        /** Ends {@code forward} with several tensors. */
        Script build(List<String> results) {
            return build("List[Tensor]", results.toString());
        }

        /**
         * Ends {@code forward} with a tensor and adds a method {@code explain} that returns the same one and the maps it came
         * from. Both run the very same operations.
         *
         * @param maps the variable that holds the maps
         * @param floats what {@code explain} makes of them, called {@code maps} there
         */
        Script build(String result, String maps, String floats) {
            String methods =
                    method("compute", "List[Tensor]", List.of(result, maps).toString())
                            + """
                      def forward(self: __torch__.%1$s,
                        pixels: Tensor) -> Tensor:
                        computed = (self).compute(pixels, )
                        return computed[0]
                      def explain(self: __torch__.%1$s,
                        pixels: Tensor) -> List[Tensor]:
                        computed = (self).compute(pixels, )
                        maps = computed[1]
                        return [computed[0], %2$s]
                    """.formatted(TorchArchive.CLASS_NAME, floats);
            return new Script(head() + methods, given);
        }

        private Script build(String type, String result) {
            return new Script(head() + method("forward", type, result), given);
        }

        private String head() {
            StringJoiner fields = new StringJoiner(",\n      ", "[", "]");
            prepared.forEach(fields::add);
            return """
                    class %1$s(Module):
                      __parameters__ = []
                      __buffers__ = []
                      training : bool
                      tensors : List[Tensor]
                      def setup(self: __torch__.%1$s,
                        given: List[Tensor]) -> Tensor:
                        self.tensors = %2$s
                        return given[0]
                    """.formatted(TorchArchive.CLASS_NAME, fields);
        }

        /** With the collected statements. */
        private String method(String name, String type, String result) {
            return """
                      def %2$s(self: __torch__.%1$s,
                        pixels: Tensor) -> %3$s:
                        tensors = self.tensors
                    %4$s    return %5$s
                    """.formatted(TorchArchive.CLASS_NAME, name, type, forward, result);
        }
    }
}
