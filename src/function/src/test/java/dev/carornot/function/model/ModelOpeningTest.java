package dev.carornot.function.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ModelOpeningTest {
    private final Source source = new Source();
    private final ModelOpening opening = new ModelOpening(() -> source);

    @Test
    void whatWasBegunIsWhatIsTaken() throws Exception {
        opening.begin();
        source.began.await(10, TimeUnit.SECONDS);

        PhotographClassifier taken = opening.take();

        assertThat(source.opened).containsExactly((BreakableModel) taken);
        assertThat(source.threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void whoComesLaterGetsAModelOfHisOwn() throws Exception {
        opening.begin();

        assertThat(opening.take()).isNotSameAs(opening.take());
    }

    @Test
    void withoutABeginningTheTakerOpensTheModel() throws Exception {
        opening.take();

        assertThat(source.threads).containsExactly(Thread.currentThread());
    }

    @Test
    void aFailureIsMetAgainByTheTaker() {
        source.failure = "The model is missing.";
        opening.begin();

        assertThatThrownBy(opening::take).isInstanceOf(IOException.class).hasMessage("The model is missing.");

        assertThat(source.threads).hasSize(2).endsWith(Thread.currentThread());
    }

    @Test
    void aModelThatNobodyTakesIsClosed() throws Exception {
        opening.begin();

        opening.close();

        assertThat(source.opened).singleElement().matches(BreakableModel::closed);
    }

    /** Opens a new model each time, and remembers on which thread. */
    private static final class Source implements ModelSource {
        private final List<BreakableModel> opened = new ArrayList<>();
        private final List<Thread> threads = new ArrayList<>();
        private final CountDownLatch began = new CountDownLatch(1);
        private String failure;

        @Override
        public synchronized PhotographClassifier open() throws IOException {
            threads.add(Thread.currentThread());
            began.countDown();
            if (failure != null) {
                throw new IOException(failure);
            }
            BreakableModel model = new BreakableModel();
            opened.add(model);
            return model;
        }

        @Override
        public Optional<String> currentVersion() {
            return Optional.empty();
        }

        @Override
        public String name() {
            return "memory";
        }
    }
}
