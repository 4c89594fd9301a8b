package dev.carornot.classifier.program;

import dev.carornot.classifier.network.FeatureMaps;
import dev.carornot.classifier.network.Graph;

/** Of a classifier's last feature maps for one picture. */
record MapShape(int channels, int side) {
    /** @param side side of the pictures in pixels */
    static MapShape of(Graph graph, int side) {
        String maps = graph.averagedMaps();
        return new MapShape(graph.maps().get(maps), graph.sides(side).get(maps));
    }

    FeatureMaps of(float[] values) {
        return new FeatureMaps(channels, side, side, values);
    }
}
