package dev.carornot.batch.executor;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final SparkConf conf = new SparkConf(false);

    @Test
    void onOneMachineEachThreadIsASlot() {
        assertThat(Slots.of(conf, "local[3]", 3)).isEqualTo(3);
        assertThat(Slots.of(conf.set("spark.task.cpus", "2"), "local[5]", 5)).isEqualTo(2);
    }

    @Test
    void whereNothingIsSaidAStandAloneExecutorHasEveryCoreOfItsOwnMachine() {
        int slots = Slots.of(conf, "spark://host:7077", 1);

        assertThat(slots).isEqualTo(Slots.ALL);
        assertThat(Slots.here(slots)).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void elsewhereItHasOne() {
        assertThat(Slots.of(conf, "k8s://https://host", 1)).isEqualTo(1);
        assertThat(Slots.of(conf, "yarn", 1)).isEqualTo(1);
    }

    @Test
    void whatIsSaidCountsEverywhere() {
        conf.set("spark.executor.cores", "4");

        assertThat(Slots.of(conf, "spark://host:7077", 1)).isEqualTo(4);
        assertThat(Slots.of(conf, "yarn", 1)).isEqualTo(4);
        assertThat(Slots.of(conf.set("spark.task.cpus", "2"), "yarn", 1)).isEqualTo(2);
        assertThat(Slots.here(2)).isEqualTo(2);
    }
}
