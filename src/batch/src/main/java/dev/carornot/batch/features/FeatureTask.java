package dev.carornot.batch.features;

import dev.carornot.batch.executor.ExecutorResources;
import dev.carornot.batch.executor.Slots;
import dev.carornot.batch.photograph.Photograph;
import dev.carornot.batch.photograph.PhotographReader;
import dev.carornot.batch.photograph.ReadAhead;
import dev.carornot.batch.photograph.Reading;
import dev.carornot.batch.plan.Part;
import dev.carornot.batch.plan.Plan;
import dev.carornot.batch.storage.Folder;
import dev.carornot.batch.storage.Storage;
import dev.carornot.batch.storage.StorageSettings;
import dev.carornot.classifier.feature.FeatureRecords;
import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.ImageLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/** Computes the features of a part's photographs, in batches. Travels to executors. */
final class FeatureTask implements Function<Part, FeatureReport> {
    private static final long serialVersionUID = 1L;
    private static final int AHEAD = 6;

    private final Plan plan;
    private final Backbone backbone;
    private final String sent;
    private final int slots;
    private final String out;
    private final StorageSettings settings;

    /** @param sent name of the file that Spark hands to executors; null where they read the driver's */
    FeatureTask(Plan plan, Backbone backbone, String sent, int slots, String out, StorageSettings settings) {
        this.plan = plan.withoutParts();
        this.backbone = backbone;
        this.sent = sent;
        this.slots = slots;
        this.out = out;
        this.settings = settings;
    }

    @Override
    public FeatureReport call(Part part) throws IOException {
        Storage storage = ExecutorResources.shared().storage(settings);
        OpenBackbone open = ExecutorResources.shared()
                .once(
                        backbone,
                        () -> OpenBackbone.open(
                                backbone,
                                Path.of(sent == null ? backbone.file() : SparkFiles.get(sent)),
                                Slots.here(slots)));
        FeatureRecords records =
                new FeatureRecords(backbone.configuration().features(), FeatureRecords.Element.FLOAT32);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<String> digests = new ArrayList<>();
        List<byte[]> inputs = new ArrayList<>();
        List<String> left = new ArrayList<>();
        try (ReadAhead reads = new ReadAhead(
                new PhotographReader(storage, ImageLimits.DEFAULT), plan.photographs(part, settings), AHEAD)) {
            while (reads.hasNext()) {
                TaskContext.get().killTaskIfInterrupted();
                ReadAhead.Read read = reads.next();
                prepare(read, open, digests, inputs, left);
                if (inputs.size() == OpenBackbone.BATCH || (!reads.hasNext() && !inputs.isEmpty())) {
                    float[][] features = open.features(inputs);
                    for (int i = 0; i < digests.size(); i++) {
                        file.write(records.encode(digests.get(i), features[i]));
                    }
                    digests.clear();
                    inputs.clear();
                }
            }
        }
        Folder.of(out, storage).create(part.name() + FeatureExtraction.SUFFIX, file.toByteArray());
        return new FeatureReport(file.size() / records.recordBytes(), left);
    }

    /** The listing's version of a photograph is its digest: the trainer's cache goes by contents. */
    private static void prepare(
            ReadAhead.Read read, OpenBackbone open, List<String> digests, List<byte[]> inputs, List<String> left) {
        Photograph photograph = read.photograph();
        if (read.reading() instanceof Reading.Failed failed) {
            left.add(photograph.path() + ": " + failed.message());
        } else if (read.reading() instanceof Reading.Refused refused) {
            left.add(photograph.path() + ": " + refused.refusal().message());
        } else {
            byte[] bytes = ((Reading.Content) read.reading()).bytes();
            if (!sha256(bytes).equals(photograph.version())) {
                left.add(photograph.path() + ": The file has changed since the data set was read.");
                return;
            }
            Fitting fitting = open.decode(bytes);
            if (fitting instanceof Fitting.Refused refused) {
                left.add(photograph.path() + ": " + refused.refusal().message());
            } else {
                digests.add(photograph.version());
                inputs.add(((Fitting.Fitted) fitting).pixels());
            }
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
