package dev.carornot.function.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RequestQueueTest {
    private final ExecutorService clients = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        clients.shutdownNow();
    }

    @Test
    void soManyAsThereArePlacesAreLetInAndNoMore() {
        RequestQueue queue = new RequestQueue(new Capacity(1, 2, 3));
        List<RequestQueue.Place> taken = new ArrayList<>();
        for (int request = 0; request < 5; request++) {
            assertThat(queue.isFull()).isFalse();
            taken.add(queue.enter().orElseThrow());
        }

        assertThat(queue.isFull()).isTrue();
        assertThat(queue.enter()).isEmpty();

        taken.get(0).close();
        assertThat(queue.isFull()).isFalse();
        taken.add(queue.enter().orElseThrow());
        assertThat(queue.enter()).isEmpty();
    }

    @Test
    void asManyWorkAtOnceAsThereArePredictors() throws Exception {
        RequestQueue queue = new RequestQueue(new Capacity(1, 2, 6));
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch both = new CountDownLatch(2);

        List<Future<?>> requests = new ArrayList<>();
        for (int request = 0; request < 8; request++) {
            requests.add(clients.submit(() -> {
                try (RequestQueue.Place place = queue.enter().orElseThrow()) {
                    return place.run(() -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        both.countDown();
                        await(both);
                        return running.decrementAndGet();
                    });
                }
            }));
        }
        for (Future<?> request : requests) {
            request.get();
        }

        assertThat(most).hasValue(2);
    }

    @Test
    void aRequestWithManyPhotographsLetsOthersInBetween() throws Exception {
        RequestQueue queue = new RequestQueue(new Capacity(1, 1, 3));
        ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);

        Future<?> many = clients.submit(() -> {
            try (RequestQueue.Place place = queue.enter().orElseThrow()) {
                for (int photograph = 0; photograph < 20; photograph++) {
                    place.run(() -> {
                        begun.countDown();
                        await(others);
                        return order.add("many");
                    });
                }
                return null;
            }
        });
        await(begun);
        List<CompletableFuture<?>> single = new ArrayList<>();
        for (int request = 0; request < 2; request++) {
            String name = "single " + request;
            RequestQueue.Place place = queue.enter().orElseThrow();
            single.add(place.submit(() -> order.add(name)).whenComplete((done, failure) -> place.close()));
        }
        others.countDown();
        many.get();
        CompletableFuture.allOf(single.toArray(CompletableFuture[]::new)).get();

        // Its first photograph was in the network already; its second waited behind both.
        assertThat(order).startsWith("many", "single 0", "single 1", "many").hasSize(22);
    }

    @Test
    void whatTheWorkThrowsArrivesAsItIsAndThePlaceIsFreeAgain() {
        RequestQueue queue = new RequestQueue(new Capacity(1, 1, 0));
        for (Throwable failure : List.of(new IllegalStateException("strange"), new OutOfMemoryError("strange"))) {
            assertThatThrownBy(() -> {
                        try (RequestQueue.Place place = queue.enter().orElseThrow()) {
                            place.run(() -> {
                                if (failure instanceof Error error) {
                                    throw error;
                                }
                                throw (RuntimeException) failure;
                            });
                        }
                    })
                    .isSameAs(failure);
        }
        assertThat(queue.isFull()).isFalse();
    }

    @Test
    void closingServesThoseWhoWaitAndLetsNobodyIn() throws Exception {
        RequestQueue queue = new RequestQueue(new Capacity(1, 1, 2));
        CountDownLatch hold = new CountDownLatch(1);
        AtomicInteger served = new AtomicInteger();
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        RequestQueue.Place late = null;
        for (int request = 0; request < 3; request++) {
            late = queue.enter().orElseThrow();
            waiting.add(late.submit(() -> {
                await(hold);
                return served.incrementAndGet();
            }));
        }

        Future<?> closing = clients.submit(queue::close);
        while (!queue.isClosed()) {
            Thread.onSpinWait();
        }
        assertThat(queue.enter()).isEmpty();
        RequestQueue.Place place = late;
        assertThatThrownBy(() -> place.run(() -> 1)).isInstanceOf(RejectedExecutionException.class);
        hold.countDown();
        closing.get();

        assertThat(served).hasValue(3);
        assertThat(waiting).allMatch(CompletableFuture::isDone);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
