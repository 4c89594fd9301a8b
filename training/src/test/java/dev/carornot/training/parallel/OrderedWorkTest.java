package dev.carornot.training.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OrderedWorkTest {
    @Test
    void resultsComeInTheOrderOfSubmissionHoweverLongTasksTake() {
        List<Integer> results = new ArrayList<>();
        try (OrderedWork<Integer> work = new OrderedWork<>("test", 4, 8, results::add)) {
            for (int i = 0; i < 50; i++) {
                int number = i;
                work.submit(() -> {
                    Thread.sleep(number % 5);
                    return number;
                });
            }
            work.finish();
        }
        assertThat(results).isEqualTo(IntStream.range(0, 50).boxed().toList());
    }

    @Test
    void noMoreThanTheBoundIsUnderWay() {
        AtomicInteger handedOver = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        try (OrderedWork<Integer> work = new OrderedWork<>("test", 2, 3, result -> handedOver.incrementAndGet())) {
            for (int i = 0; i < 20; i++) {
                work.submit(begun::incrementAndGet);
                assertThat(i + 1 - handedOver.get()).isLessThanOrEqualTo(3);
            }
            work.finish();
        }
        assertThat(handedOver).hasValue(20);
    }

    @Test
    void aFailureReachesTheSubmitterAsItWas() {
        try (OrderedWork<Integer> work = new OrderedWork<>("test", 1, 1, result -> {})) {
            work.submit(() -> {
                throw new IllegalArgumentException("as it was");
            });
            assertThatThrownBy(work::finish)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("as it was");
            work.submit(() -> {
                throw new IOException("checked");
            });
            assertThatThrownBy(work::finish).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void closingWaitsForWhatHasBegunAndDropsTheRest() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean secondBegan = new AtomicBoolean();
        OrderedWork<Integer> work = new OrderedWork<>("test", 1, 2, result -> {});
        work.submit(() -> {
            running.countDown();
            Thread.sleep(100);
            ended.set(true);
            return 1;
        });
        work.submit(() -> {
            secondBegan.set(true);
            return 2;
        });
        running.await();
        work.close();
        assertThat(ended).isTrue();
        assertThat(secondBegan).isFalse();
    }
}
