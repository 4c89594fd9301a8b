package dev.carornot.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.batch.fixture.LocalSpark;
import dev.carornot.batch.listing.Listing;
import dev.carornot.batch.photograph.Photograph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
    private static final int LARGE = 15_000_000;
    private static final int SMALL = 20_000;

    @TempDir
    private Path folder;

    @Test
    void skewedSizesAreSpreadByBytes() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            // All of the large ones stand together, as a camera's folder would.
            rows.add(RowFactory.create("/photographs/" + i, "", (long) (i < 100 ? LARGE : SMALL)));
        }

        Plan plan = Plan.write(
                LocalSpark.session().createDataFrame(rows, Listing.SCHEMA).repartition(2),
                folder.toString(),
                LocalSpark.settings());

        assertThat(plan.size()).isEqualTo(3_000);
        long target = plan.parts().get(0).weight();
        // Of the two partitions' last parts each may be lighter; no part weighs more than one photograph above the
        // others.
        assertThat(plan.parts().stream().filter(part -> part.weight() < target - 2L * LARGE))
                .hasSizeLessThanOrEqualTo(2);
        List<String> found = new ArrayList<>();
        for (Part part : plan.parts()) {
            List<Photograph> photographs = plan.photographs(part, LocalSpark.settings());
            assertThat(photographs).hasSize(part.photographs());
            photographs.forEach(photograph -> found.add(photograph.path()));
        }
        assertThat(found).hasSize(3_000).doesNotHaveDuplicates();
        assertThat(plan.parts().size()).isGreaterThan(10);
        assertThat(plan.parts().stream().mapToInt(Part::photographs).max().orElseThrow())
                .as("small ones stand for fewer bytes, so more of them make a part")
                .isGreaterThan(2
                        * plan.parts().stream()
                                .mapToInt(Part::photographs)
                                .min()
                                .orElseThrow());
    }

    @Test
    void nothingToDoIsAPlanToo() {
        assertThat(Plan.write(
                                LocalSpark.session().createDataFrame(List.of(), Listing.SCHEMA),
                                folder.toString(),
                                LocalSpark.settings())
                        .parts())
                .isEmpty();
    }
}
