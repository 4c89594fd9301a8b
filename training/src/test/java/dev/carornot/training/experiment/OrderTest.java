package dev.carornot.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {
    @Test
    void theListedOrderLeavesNobodyOut() {
        assertThat(flat(Order.LISTED.batches(10, 4, 1))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(Order.LISTED.count(10, 4)).isEqualTo(3);
    }

    @Test
    void aShuffledEpochHasFullBatchesOfDifferentExamples() {
        List<int[]> batches = new Order(true, 1).batches(103, 10, 1);
        assertThat(batches).hasSize(10).allSatisfy(batch -> assertThat(batch).hasSize(10));
        assertThat(flat(batches)).doesNotHaveDuplicates().allMatch(i -> i >= 0 && i < 103);
    }

    @Test
    void fewerExamplesThanABatchAreOneBatch() {
        assertThat(flat(new Order(true, 1).batches(3, 10, 1))).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(new Order(true, 1).count(3, 10)).isEqualTo(1);
    }

    @Test
    void epochsAndSeedsDifferAndRepeat() {
        assertThat(shuffled(1, 1)).isEqualTo(shuffled(1, 1)).isNotEqualTo(shuffled(1, 2));
        assertThat(shuffled(1, 1)).isNotEqualTo(shuffled(2, 1));
    }

    private static List<Integer> shuffled(long seed, int epoch) {
        return flat(new Order(true, seed).batches(50, 10, epoch));
    }

    private static List<Integer> flat(List<int[]> batches) {
        return batches.stream().flatMapToInt(IntStream::of).boxed().toList();
    }
}
