package dev.carornot.training.diagnosis;

import dev.carornot.classifier.Classifier;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/** How many photographs a second a classifier answers. Stateless and thread-safe. */
final class SpeedMeasurement {
    /** A photograph as phones send them on. */
    private static final int WIDTH = 1280;

    private static final int HEIGHT = 960;

    /** Enough edges for a file of a photograph's size. */
    private static final int SHAPES = 2500;

    private static final int LARGEST_SHAPE = 120;
    private static final int COLOURS = 1 << 24;
    private static final int SEED = 1;
    private static final int KILO = 1000;
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private SpeedMeasurement() {}

    /** Measures on one thread, then on all, so many seconds each. */
    static Diagnosis.Speed of(Classifier classifier, double seconds) {
        byte[] photograph = draw();
        int threads = Runtime.getRuntime().availableProcessors();
        // The classifier has met its warm-up picture only, which is smaller.
        classifier.classify(photograph);
        return new Diagnosis.Speed(
                "a drawn JPEG of " + WIDTH + " x " + HEIGHT + " pixels, " + photograph.length / KILO + " KB",
                rate(classifier, photograph, 1, seconds),
                rate(classifier, photograph, threads, seconds),
                threads,
                seconds);
    }

    private static double rate(Classifier classifier, byte[] photograph, int threads, double seconds) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            long end = start + Math.round(seconds * NANOS_PER_SECOND);
            Callable<Integer> work = () -> {
                int done = 0;
                do {
                    classifier.classify(photograph);
                    done++;
                } while (System.nanoTime() < end);
                return done;
            };
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(work));
            }
            int photographs = 0;
            for (Future<Integer> thread : running) {
                photographs += thread.get();
            }
            return photographs / ((System.nanoTime() - start) / NANOS_PER_SECOND);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The drawn photograph could not be classified.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The measurement was interrupted.", e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** The same bytes on every machine with the same Java. */
    private static byte[] draw() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, WIDTH, HEIGHT, Color.BLUE));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        Random random = new Random(SEED);
        for (int i = 0; i < SHAPES; i++) {
            graphics.setColor(new Color(random.nextInt(COLOURS)));
            graphics.fillOval(
                    random.nextInt(WIDTH),
                    random.nextInt(HEIGHT),
                    random.nextInt(LARGEST_SHAPE),
                    random.nextInt(LARGEST_SHAPE));
        }
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException("A picture can be written to memory.", e);
        }
        return out.toByteArray();
    }
}
