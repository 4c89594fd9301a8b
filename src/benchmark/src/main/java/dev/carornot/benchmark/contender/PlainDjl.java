package dev.carornot.benchmark.contender;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.transform.CenterCrop;
import ai.djl.modality.cv.transform.Normalize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Pipeline;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import dev.carornot.benchmark.material.Material;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.network.NetworkWeights;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The same network the way DJL's own examples run one: its blocks with their batch norms in a {@link Model}, a {@link
 * Translator} with DJL's transforms, a {@link Predictor}; photographs through DJL's {@link Image}, that is ImageIO.
 */
final class PlainDjl implements Work {
    private final Model model;
    private final Predictor<byte[], Float> predictor;
    private final byte[] input;

    private PlainDjl(NetworkSource source, Reader reader, byte[] input) throws IOException {
        this.model = Model.newInstance("plain-djl", "PyTorch");
        this.input = input;
        Network network = Network.classifier(source.configuration(), false);
        NetworkWeights.load(source.weights(), network.parametersByName(), model.getNDManager());
        network.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 3, source.side(), source.side()));
        model.setBlock(network);
        this.predictor = model.newPredictor(new PictureTranslator(reader));
    }

    /** Pixels of the network's size to a logit. */
    static Work network(NetworkSource source, byte[] pixels) throws IOException {
        return new PlainDjl(source, PlainDjl::pixels, pixels);
    }

    /** A photograph's bytes to a logit. */
    static Work verdict(NetworkSource source, byte[] photograph) throws IOException {
        return new PlainDjl(source, PlainDjl::photograph, photograph);
    }

    /** A photograph's bytes to a picture of the network's size. */
    static Work decoding(byte[] photograph) {
        return () -> shrunk(photograph).getWidth();
    }

    @Override
    public double run() throws TranslateException {
        return predictor.predict(input);
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
    }

    private static NDArray pixels(NDManager manager, byte[] pixels) {
        int side = Material.SIZE.crop();
        return manager.create(ByteBuffer.wrap(pixels), new Shape(side, side, 3), DataType.UINT8);
    }

    private static NDArray photograph(NDManager manager, byte[] photograph) throws IOException {
        NDArray picture = shrunk(photograph).toNDArray(manager, Image.Flag.COLOR);
        return new CenterCrop(Material.SIZE.crop(), Material.SIZE.crop()).transform(picture);
    }

    /**
     * Shrinks before the picture becomes an array: turning 12 megapixels into an array and shrinking that with DJL's
     * transform {@code ResizeShort} takes half as long again.
     */
    private static Image shrunk(byte[] photograph) throws IOException {
        Image image = ImageFactory.getInstance().fromInputStream(new ByteArrayInputStream(photograph));
        double scale = (double) Material.SIZE.resize() / Math.min(image.getWidth(), image.getHeight());
        int width = (int) Math.round(image.getWidth() * scale);
        int height = (int) Math.round(image.getHeight() * scale);
        return image.resize(width, height, false);
    }

    /** Bytes to a picture {@code (side, side, 3)}. */
    @FunctionalInterface
    private interface Reader {
        NDArray read(NDManager manager, byte[] bytes) throws IOException;
    }

    private static final class PictureTranslator implements Translator<byte[], Float> {
        private final Reader reader;
        private final Pipeline pipeline = new Pipeline(
                new ToTensor(),
                new Normalize(array(Material.NORMALIZATION.mean()), array(Material.NORMALIZATION.std())));

        PictureTranslator(Reader reader) {
            this.reader = reader;
        }

        @Override
        public NDList processInput(TranslatorContext context, byte[] bytes) throws IOException {
            return pipeline.transform(new NDList(reader.read(context.getNDManager(), bytes)));
        }

        @Override
        public Float processOutput(TranslatorContext context, NDList list) {
            return list.singletonOrThrow().getFloat();
        }

        private static float[] array(List<Float> values) {
            return new float[] {values.get(0), values.get(1), values.get(2)};
        }
    }
}
