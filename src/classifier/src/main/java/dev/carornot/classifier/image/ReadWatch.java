package dev.carornot.classifier.image;

import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadWarningListener;

/** Watches one read: stops it when time is up, and notes how far it had come when the file's data ran out. */
final class ReadWatch implements IIOReadProgressListener, IIOReadWarningListener {
    /** libjpeg's words for a scan that ends before its last block; it fills up with grey and goes on. */
    private static final String DATA_RAN_OUT = "premature end of data segment";

    private static final float WHOLE = 100;

    private final Deadline deadline;
    private final ByteArrayImageInputStream stream;
    private final int endOfData;
    private float progress;
    private float progressAtEnd = WHOLE;

    private ReadWatch(Deadline deadline, ByteArrayImageInputStream stream, int endOfData) {
        this.deadline = deadline;
        this.stream = stream;
        this.endOfData = endOfData;
    }

    /** A watch on what {@code reader} reads from {@code stream} next, whose data ends at {@code endOfData}. */
    static ReadWatch on(ImageReader reader, ByteArrayImageInputStream stream, int endOfData, Deadline deadline) {
        ReadWatch watch = new ReadWatch(deadline, stream, endOfData);
        reader.addIIOReadProgressListener(watch);
        reader.addIIOReadWarningListener(watch);
        return watch;
    }

    /** The part of the picture, 0 to 1, that was still to come when the data ran out; 0 when it did not. */
    float missing() {
        return 1 - progressAtEnd / WHOLE;
    }

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        // A damaged stretch between restart markers ends early, too, but there is more data to come.
        if (stream.position() >= endOfData && warning.toLowerCase(Locale.ROOT).contains(DATA_RAN_OUT)) {
            progressAtEnd = Math.min(progressAtEnd, progress);
        }
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
        progress = percentageDone;
        if (deadline.isOver()) {
            source.abort();
        }
    }

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}
}
