package dev.carornot.classifier.tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.razorvine.pickle.IObjectConstructor;

/** The functions and classes that a checkpoint may call, as data; there are no others. */
enum TorchGlobal implements IObjectConstructor {
    ORDERED_DICT("collections.OrderedDict") {
        @Override
        public Object construct(Object[] arguments) {
            Map<Object, Object> map = new LinkedHashMap<>();
            if (arguments.length == 0) {
                return map;
            }
            // As Python 2 wrote it: one list of pairs.
            if (arguments.length == 1 && arguments[0] instanceof List<?> pairs) {
                for (Object item : pairs) {
                    Object[] pair = item instanceof List<?> list ? list.toArray() : asTuple(item);
                    if (pair.length != 2) {
                        throw malformed();
                    }
                    map.put(TorchPickle.requireKey(pair[0]), pair[1]);
                }
                return map;
            }
            throw malformed();
        }
    },
    /** Arguments: storage, offset, size, stride, requires_grad, backward hooks[, metadata]. */
    REBUILD_TENSOR_V2("torch._utils._rebuild_tensor_v2") {
        @Override
        public Object construct(Object[] arguments) {
            return view(arguments);
        }
    },
    /** PyTorch before 0.4, and with it torchvision's first files. Arguments: storage, offset, size, stride. */
    REBUILD_TENSOR("torch._utils._rebuild_tensor") {
        @Override
        public Object construct(Object[] arguments) {
            return view(arguments);
        }
    },
    /** Arguments: data, requires_grad, backward hooks. */
    REBUILD_PARAMETER("torch._utils._rebuild_parameter") {
        @Override
        public Object construct(Object[] arguments) {
            return data(arguments);
        }
    },
    /** PyTorch before 0.4. Arguments: data[, requires_grad]. */
    PARAMETER("torch.nn.parameter.Parameter") {
        @Override
        public Object construct(Object[] arguments) {
            return data(arguments);
        }
    };

    private static final int VIEW_ARGUMENTS = 4;

    private final String path;

    TorchGlobal(String path) {
        this.path = path;
    }

    static Optional<TorchGlobal> of(String path) {
        return Arrays.stream(values()).filter(g -> g.path.equals(path)).findFirst();
    }

    TorchView view(Object[] arguments) {
        if (arguments.length < VIEW_ARGUMENTS || !(arguments[0] instanceof TorchStorage storage)) {
            throw malformed();
        }
        return new TorchView(storage, asLong(arguments[1]), asLongs(arguments[2]), asLongs(arguments[3]));
    }

    TorchView data(Object[] arguments) {
        if (arguments.length > 0 && arguments[0] instanceof TorchView view) {
            return view;
        }
        throw malformed();
    }

    RefusedPickleException malformed() {
        return new RefusedPickleException("calls " + path + " with arguments that do not fit it");
    }

    Object[] asTuple(Object value) {
        if (value instanceof Object[] tuple) {
            return tuple;
        }
        throw malformed();
    }

    private long[] asLongs(Object value) {
        return Arrays.stream(asTuple(value)).mapToLong(this::asLong).toArray();
    }

    private long asLong(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw malformed();
    }
}
