package dev.carornot.classifier.program;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.BatchNormFolding;
import dev.carornot.classifier.network.Cut;
import dev.carornot.classifier.network.StageProgram;
import dev.carornot.classifier.network.Topology;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stages behind a cut in mixed precision (Micikevicius et al., 2017, arXiv:1710.03740) for training: activations and
 * convolutions in bf16, weights, their gradients and the batch norms' statistics in 32-bit floats. bf16 has the range of a
 * float, so the loss needs no scaling. A TorchScript program through which autograd goes, since DJL has no such thing. Owns
 * one NDManager. Not thread-safe.
 */
public final class Bfloat16Stages implements StageProgram, AutoCloseable {
    /** What torch takes of a batch's statistics into the running ones; the tail's own blocks do the same. */
    private static final double MOMENTUM = 0.1;

    private final List<List<Topology.Bottleneck>> stages;
    private final PtNDManager manager;
    private final Map<Integer, PtSymbolBlock> blocks = new HashMap<>();

    /**
     * Prepares the engine; programs are made when they are needed.
     *
     * @param cut before the first stage that the tail has
     */
    public Bfloat16Stages(BackboneConfiguration configuration, Cut cut) {
        stages = cut.behind(configuration);
        manager = (PtNDManager) TorchEngine.get().newBaseManager(Device.cpu());
    }

    @Override
    public NDArray apply(NDArray map, int first, List<NDArray> parameters) {
        JniUtils.setGraphExecutorOptimize(false);
        PtSymbolBlock block = blocks.computeIfAbsent(first, this::load);
        NDList inputs = new NDList(map);
        for (NDArray parameter : parameters) {
            // DJL makes a list of the inputs that are called so.
            parameter.setName("parameters[]");
            inputs.add(parameter);
        }
        NDManager owner = map.getManager();
        NDArray pooled = IValueUtils.forward(block, inputs, true).singletonOrThrow();
        pooled.attach(owner);
        return pooled;
    }

    private PtSymbolBlock load(int first) {
        try {
            return JniUtils.loadModule(manager, new ByteArrayInputStream(TorchArchive.of(text(first))), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(int first) {
        Text text = new Text();
        stages.subList(first, stages.size()).forEach(stage -> stage.forEach(text::bottleneck));
        return text.end();
    }

    /** Not thread-safe. */
    private static final class Text {
        private final StringBuilder statements = new StringBuilder();
        private int parameters;
        private int variables;
        private String map = assign("torch.contiguous(torch.to(map, 15), memory_format=2)");

        void bottleneck(Topology.Bottleneck given) {
            String input = map;
            String reduced = relu(unit(input, given.reduce()));
            String mixed = relu(unit(reduced, given.spatial()));
            String expanded = unit(mixed, given.expand());
            String shortcut = given.downsample() == null ? input : unit(input, given.downsample());
            map = relu(assign("torch.add(" + expanded + ", " + shortcut + ")"));
        }

        private String unit(String input, Topology.Convolution convolution) {
            String weight = assign("torch.contiguous(torch.to(" + parameter() + ", 15), memory_format=2)");
            int stride = convolution.stride();
            int padding = convolution.padding();
            String convolved = assign("torch.conv2d(%s, %s, None, [%d, %d], [%d, %d], [1, 1], 1)"
                    .formatted(input, weight, stride, stride, padding, padding));
            return assign("torch.batch_norm(%s, %s, %s, %s, %s, True, %s, %s, False)"
                    .formatted(
                            convolved,
                            parameter(),
                            parameter(),
                            parameter(),
                            parameter(),
                            MOMENTUM,
                            BatchNormFolding.EPSILON));
        }

        private String relu(String value) {
            return assign("torch.relu(" + value + ")");
        }

        private String parameter() {
            return "parameters[" + parameters++ + "]";
        }

        private String assign(String expression) {
            String variable = "v" + variables++;
            statements
                    .append("    ")
                    .append(variable)
                    .append(" = ")
                    .append(expression)
                    .append('\n');
            return variable;
        }

        String end() {
            return """
                    class %1$s(Module):
                      __parameters__ = []
                      __buffers__ = []
                      training : bool
                      tensors : List[Tensor]
                      def forward(self: __torch__.%1$s,
                        map: Tensor,
                        parameters: List[Tensor]) -> Tensor:
                    %2$s    return torch.mean(torch.to(%3$s, 6), [2, 3])
                    """.formatted(TorchArchive.CLASS_NAME, statements, map);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
