package dev.carornot.classifier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecodingMemoryTest {
    private static final long MEGABYTE = 1 << 20;
    private static final int THREADS = 8;

    private final DecodingMemory memory = new DecodingMemory(100 * MEGABYTE);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void endTheThreads() {
        threads.shutdownNow();
    }

    @Test
    void thoseThatDoNotFitBesideEachOtherTakeTurns() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(threads.submit(() -> memory.during(60 * MEGABYTE, () -> {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                LockSupport.parkNanos(MEGABYTE);
                return atOnce.decrementAndGet();
            })));
        }

        for (Future<Integer> one : all) {
            assertThat(one.get()).isZero();
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void thoseThatNeedLittleGoByAndThoseThatFitDoToo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        Future<Boolean> large = threads.submit(() -> memory.during(60 * MEGABYTE, () -> {
            begun.countDown();
            return await(enough);
        }));
        begun.await();

        assertThat(memory.<Boolean>during(DecodingMemory.LITTLE, () -> true)).isTrue();
        assertThat(memory.<Boolean>during(40 * MEGABYTE, () -> true)).isTrue();
        assertThat(large.isDone()).isFalse();

        enough.countDown();
        assertThat(large.get()).isTrue();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void whoFailsGivesItsPartBack() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> memory.during(100 * MEGABYTE, () -> {
                        throw RefusedException.damaged("Broken.");
                    }))
                    .isInstanceOf(RefusedException.class);
        }

        assertThat(memory.<Boolean>during(100 * MEGABYTE, () -> true)).isTrue();
    }

    @Test
    void whoNeedsMoreThanThereIsIsRefusedWithBothFigures() {
        assertThatThrownBy(() -> memory.during(100 * MEGABYTE + 1, () -> true))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "The picture would take 101 MB of memory to decode, more than the limit of 100; send a smaller"
                                + " one.");
    }
}
