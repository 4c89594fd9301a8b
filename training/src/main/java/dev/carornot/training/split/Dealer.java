package dev.carornot.training.split;

import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Deals groups to parts. The groups come in an order that follows from the seed and their content: larger ones first, by
 * the power of two of their size, and at random among those. Each goes where it brings the shares of both classes nearest
 * to what they should be, in least squares.
 *
 * @param seed any number
 */
record Dealer(long seed) {
    private record Group(List<Integer> members, String place) {
        int magnitude() {
            return Integer.highestOneBit(members.size());
        }
    }

    /**
     * Deals.
     *
     * @param groups indices of photographs
     * @param shares of each part; they add up to 1
     * @return the part of each photograph
     */
    int[] deal(List<Photograph> photographs, List<List<Integer>> groups, double[] shares) {
        double[] total = new double[2];
        photographs.forEach(photograph -> total[classOf(photograph)]++);
        double[][] dealt = new double[shares.length][2];
        int[] parts = new int[photographs.size()];
        for (Group group : inOrder(photographs, groups)) {
            double[] gain = new double[2];
            for (int member : group.members()) {
                int type = classOf(photographs.get(member));
                gain[type] += 1 / total[type];
            }
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int part = 0; part < shares.length; part++) {
                // What the sum of squares grows by: (d + g - s)^2 - (d - s)^2, for each class.
                double growth = 0;
                for (int type = 0; type < gain.length; type++) {
                    growth += gain[type] * (gain[type] + 2 * (dealt[part][type] - shares[part]));
                }
                if (shares[part] > 0 && growth < least) {
                    least = growth;
                    best = part;
                }
            }
            for (int type = 0; type < gain.length; type++) {
                dealt[best][type] += gain[type];
            }
            for (int member : group.members()) {
                parts[member] = best;
            }
        }
        return parts;
    }

    private List<Group> inOrder(List<Photograph> photographs, List<List<Integer>> groups) {
        List<Group> ordered = new ArrayList<>(groups.size());
        for (List<Integer> members : groups) {
            String least = members.stream()
                    .map(member -> photographs.get(member).sha256())
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            ordered.add(new Group(members, Sha256.of((seed + ":" + least).getBytes(StandardCharsets.US_ASCII))));
        }
        ordered.sort(Comparator.comparingInt(Group::magnitude).reversed().thenComparing(Group::place));
        return ordered;
    }

    private static int classOf(Photograph photograph) {
        return photograph.positive() ? 1 : 0;
    }
}
