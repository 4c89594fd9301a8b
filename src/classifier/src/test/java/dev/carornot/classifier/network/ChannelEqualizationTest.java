package dev.carornot.classifier.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.ReferenceNetwork;
import dev.carornot.classifier.fixture.TinyModel;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelEqualizationTest {
    private static final Graph GRAPH = Graph.classifier(TinyModel.NETWORK);
    private static final byte[] PICTURE = DrawnPictures.rgb(TinyModel.SIDE, TinyModel.SIDE, 1);
    private static final String NARROW = "layer2.0.conv1";

    @Test
    void theNetworkGivesTheSameNumbers() {
        TensorMap uneven = uneven();
        float expected = run(uneven, new LinkedHashMap<>());
        assertThat(run(equalization(uneven).apply(uneven), new LinkedHashMap<>()))
                .isCloseTo(expected, within(1e-4f));
    }

    @Test
    void eachChannelIsDividedByItsFactor() {
        TensorMap uneven = uneven();
        ChannelEqualization equalization = equalization(uneven);
        Map<String, List<Double>> before = maxima(uneven);
        Map<String, List<Double>> after = maxima(equalization.apply(uneven));
        for (Operation.Convolution convolution : GRAPH.convolutions()) {
            String value = convolution.output();
            for (int channel = 0; channel < before.get(value).size(); channel++) {
                double divided = before.get(value).get(channel)
                        / equalization.factors(value).get(channel);
                assertThat(after.get(value).get(channel)).isCloseTo(divided, within(1e-4 * (1 + divided)));
            }
        }
    }

    @Test
    void channelsBecomeMoreEven() {
        TensorMap uneven = uneven();
        double before = unevenness(maxima(uneven).get(NARROW));
        double after = unevenness(maxima(equalization(uneven).apply(uneven)).get(NARROW));
        // One channel was made a hundred times smaller, and what reads it that much larger: half of it is mended.
        assertThat(before).isGreaterThan(30);
        assertThat(after).isLessThan(before / 5);
    }

    @Test
    void whatIsAddedSharesItsFactors() {
        ChannelEqualization equalization = equalization(uneven());
        assertThat(equalization.factors("layer2.0.conv3"))
                .isEqualTo(equalization.factors("layer2.0.downsample.0"))
                .isEqualTo(equalization.factors("features"));
        assertThat(equalization.factors("maxpool")).isEqualTo(equalization.factors("conv1"));
        assertThat(equalization.factors("layer1.0.conv2")).isNotEqualTo(equalization.factors("layer1.0.conv1"));
    }

    @Test
    void aChannelThatIsAlwaysZeroStaysAsItIs() {
        TensorMap folded = uneven();
        Map<String, List<Double>> maxima = new LinkedHashMap<>(maxima(folded));
        List<Double> none = Collections.nCopies(maxima.get(NARROW).size(), 0.0);
        maxima.put(NARROW, none);
        assertThat(new ChannelEqualization(GRAPH, folded, maxima).factors(NARROW))
                .containsOnly(1.0);
    }

    private static ChannelEqualization equalization(TensorMap folded) {
        return new ChannelEqualization(GRAPH, folded, maxima(folded));
    }

    /** The tiny network with one channel a hundred times smaller than it was. */
    private static TensorMap uneven() {
        Map<String, Tensor> folded = BatchNormFolding.fold(TinyModel.NETWORK.backbone(), TinyModel.weights());
        int channel = maxima(map(folded))
                .get(NARROW)
                .indexOf(Collections.max(maxima(map(folded)).get(NARROW)));
        float[] weights = folded.get(NARROW + ".weight").toFloats();
        float[] bias = folded.get(NARROW + ".bias").toFloats();
        int perOutput = weights.length / bias.length;
        bias[channel] /= 100;
        for (int i = channel * perOutput; i < (channel + 1) * perOutput; i++) {
            weights[i] /= 100;
        }
        folded.put(
                NARROW + ".weight",
                Tensor.of(weights, folded.get(NARROW + ".weight").shape()));
        folded.put(
                NARROW + ".bias", Tensor.of(bias, folded.get(NARROW + ".bias").shape()));
        return map(folded);
    }

    private static TensorMap map(Map<String, Tensor> tensors) {
        return new TensorMap("tiny", tensors, Map.of());
    }

    /** The largest in parts of the smallest that is not zero. */
    private static double unevenness(List<Double> maxima) {
        double smallest =
                maxima.stream().filter(m -> m > 0).mapToDouble(m -> m).min().orElseThrow();
        return Collections.max(maxima) / smallest;
    }

    private static Map<String, List<Double>> maxima(TensorMap tensors) {
        Map<String, List<Double>> maxima = new LinkedHashMap<>();
        run(tensors, maxima);
        return maxima;
    }

    private static float run(TensorMap tensors, Map<String, List<Double>> maxima) {
        Map<String, Integer> channels = GRAPH.maps();
        ReferenceNetwork network = new ReferenceNetwork(GRAPH, tensors.tensors(), (name, values) -> {
            if (channels.containsKey(name)) {
                maxima.put(name, largest(values, channels.get(name)));
            }
            return values;
        });
        return network.run(PICTURE, TinyModel.SIDE, Normalization.IMAGENET)[0];
    }

    private static List<Double> largest(float[] values, int channels) {
        List<Double> largest = new ArrayList<>(Collections.nCopies(channels, 0.0));
        for (int i = 0; i < values.length; i++) {
            int channel = i / (values.length / channels);
            largest.set(channel, Math.max(largest.get(channel), values[i]));
        }
        return largest;
    }
}
