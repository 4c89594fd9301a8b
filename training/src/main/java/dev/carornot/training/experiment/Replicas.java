package dev.carornot.training.experiment;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A network once on each of several devices, for data-parallel training: each replica takes its share of a batch, the
 * gradients are summed on the first, whose weights are the parameters' own, and after the optimizer's step the others get
 * them. Batch norms see their share alone; the running statistics are the mean of all replicas'. On one device nothing is copied or
 * added. Owns the copies. Not thread-safe.
 */
final class Replicas implements AutoCloseable {
    private final Block block;
    private final Map<String, Parameter> parameters;
    private final List<Device> devices;
    private final NDManager manager;
    private final List<ParameterStore> stores = new ArrayList<>();

    /**
     * Copies the weights to all devices but the first.
     *
     * @param parameters initialised, on the first device
     * @param devices one or more; one may be named several times
     * @param owner on the first device
     */
    Replicas(Block block, Map<String, Parameter> parameters, List<Device> devices, NDManager owner) {
        this.block = block;
        this.parameters = parameters;
        this.devices = devices;
        this.manager = owner.newSubManager();
        for (Device device : devices) {
            ParameterStore store = new ParameterStore(manager.newSubManager(device), !stores.isEmpty());
            // At once, and as ones that learn: whoever looked first at a stage that is still frozen would get no
            // gradients later.
            parameters.values().forEach(parameter -> store.getValue(parameter, device, true));
            stores.add(store);
        }
        spread();
    }

    /**
     * A replica's part of a batch.
     *
     * @param replica its number, from 0
     * @param part examples by examples of the whole
     */
    record Share(int replica, NDArray inputs, NDArray targets, NDArray weights, double part) {}

    /**
     * Deals a batch, in order and as evenly as possible; where there are fewer examples than replicas, the last ones get none.
     *
     * @param inputs {@code (N, ...)}
     * @param targets {@code (N, 1)}
     * @param weights {@code (N, 1)}
     */
    List<Share> deal(NDArray inputs, NDArray targets, NDArray weights) {
        if (devices.size() == 1) {
            return List.of(new Share(0, inputs, targets, weights, 1));
        }
        int examples = Math.toIntExact(inputs.getShape().get(0));
        List<Share> shares = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < devices.size(); i++) {
            int to = from + examples / devices.size() + (i < examples % devices.size() ? 1 : 0);
            if (to > from) {
                NDIndex range = new NDIndex("{}:{}", from, to);
                Device device = devices.get(i);
                shares.add(new Share(
                        i,
                        inputs.get(range).toDevice(device, false),
                        targets.get(range).toDevice(device, false),
                        weights.get(range).toDevice(device, false),
                        (double) (to - from) / examples));
                from = to;
            }
        }
        return shares;
    }

    /** A replica's logits, {@code (N, 1)}, while it learns. */
    NDArray forward(Share share) {
        return block.forward(stores.get(share.replica()), new NDList(share.inputs()), true)
                .singletonOrThrow();
    }

    /**
     * Adds the other replicas' gradients to the first's, and gives it the mean of all running statistics.
     *
     * @param learning whether a parameter, by its name, has a gradient at present
     */
    void reduce(Predicate<String> learning) {
        if (devices.size() == 1) {
            return;
        }
        parameters.forEach((name, parameter) -> {
            if (!parameter.requiresGradient()) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray mean = detached(parameter.getArray(), scope);
                    for (int i = 1; i < devices.size(); i++) {
                        mean.addi(detached(value(parameter, i), scope).toDevice(devices.get(0), false));
                    }
                    mean.divi(devices.size());
                }
            } else if (learning.test(name)) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray sum = parameter.getArray().getGradient();
                    sum.attach(scope);
                    for (int i = 1; i < devices.size(); i++) {
                        NDArray other = value(parameter, i).getGradient();
                        other.attach(scope);
                        sum.addi(other.toDevice(devices.get(0), false));
                    }
                }
            }
        });
    }

    /** Gives all others the weights and statistics of the first replica, and gradients of 0. */
    void spread() {
        for (int i = 1; i < devices.size(); i++) {
            Device device = devices.get(i);
            for (Parameter parameter : parameters.values()) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray own = detached(parameter.getArray(), scope);
                    // DJL's copy for the device where an array lies already is that array.
                    NDArray copy = device.equals(own.getDevice()) ? own.duplicate() : own.toDevice(device, false);
                    NDArray value = value(parameter, i);
                    // The array stays; its tensor, and with it the gradient, is another one.
                    value.intern(copy);
                    if (parameter.requiresGradient()) {
                        value.setRequiresGradient(true);
                    }
                }
            }
        }
    }

    /** The same numbers in the same place, without a gradient. */
    private static NDArray detached(NDArray array, NDManager scope) {
        NDArray detached = array.stopGradient();
        detached.attach(scope);
        return detached;
    }

    /** A replica's array of a parameter. */
    NDArray value(Parameter parameter, int replica) {
        return stores.get(replica).getValue(parameter, devices.get(replica), true);
    }

    @Override
    public void close() {
        manager.close();
    }
}
