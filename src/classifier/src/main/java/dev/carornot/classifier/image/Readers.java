package dev.carornot.classifier.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ServiceRegistry;

/**
 * The image readers, each named, so that neither the class path's order nor a thread's context class loader (which differs
 * under Quarkus) decides which one reads. Providers are thread-safe; the readers that they make are not.
 */
final class Readers {
    private static final ImageReaderSpi JDK_JPEG = ofJdk("com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi");
    private static final ImageReaderSpi JDK_PNG = ofJdk("com.sun.imageio.plugins.png.PNGImageReaderSpi");
    private static final ImageReaderSpi TWELVE_MONKEYS_JPEG = besides(JDK_JPEG, new JPEGImageReaderSpi());
    private static final ImageReaderSpi TWELVE_MONKEYS_WEBP = new WebPImageReaderSpi();

    private Readers() {}

    /** Fast (native), for grey and colour; stumbles over CMYK, YCCK and broken ICC profiles. */
    static ImageReader jdkJpeg() throws IOException {
        return JDK_JPEG.createReaderInstance();
    }

    /** Reads what the JDK's cannot; slower, and converts print colours. */
    static ImageReader twelveMonkeysJpeg() throws IOException {
        return TWELVE_MONKEYS_JPEG.createReaderInstance();
    }

    static ImageReader jdkPng() throws IOException {
        return JDK_PNG.createReaderInstance();
    }

    static ImageReader twelveMonkeysWebp() throws IOException {
        return TWELVE_MONKEYS_WEBP.createReaderInstance();
    }

    /** The registry always holds the JDK's own providers; their classes are not exported, hence the names. */
    private static ImageReaderSpi ofJdk(String className) {
        Iterator<ImageReaderSpi> providers =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
        while (providers.hasNext()) {
            ImageReaderSpi provider = providers.next();
            if (provider.getClass().getName().equals(className)) {
                return provider;
            }
        }
        throw new IllegalStateException(
                "This Java runtime has no " + className + "; run on one with the module java.desktop.");
    }

    /** TwelveMonkeys' reader decodes with the JDK's, which its provider looks for where it is registered itself. */
    private static ImageReaderSpi besides(ImageReaderSpi jdk, ImageReaderSpi provider) {
        ServiceRegistry registry =
                new ServiceRegistry(List.<Class<?>>of(ImageReaderSpi.class).iterator());
        registry.registerServiceProvider(jdk, ImageReaderSpi.class);
        registry.registerServiceProvider(provider, ImageReaderSpi.class);
        return provider;
    }
}
