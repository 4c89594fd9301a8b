package dev.carornot.classifier.onnx;

/** An ONNX {@code AttributeProto}; each factory gives one with its name, value and type. Immutable once handed over. */
record Attribute(ProtoMessage message) {
    private static final int NAME = 1;
    private static final int INTEGER = 3;
    private static final int INTEGERS = 8;
    private static final int TYPE = 20;

    private static final int TYPE_INTEGER = 2;
    private static final int TYPE_INTEGERS = 7;

    static Attribute integer(String name, long value) {
        return new Attribute(
                new ProtoMessage().text(NAME, name).integer(INTEGER, value).integer(TYPE, TYPE_INTEGER));
    }

    static Attribute integers(String name, long... values) {
        ProtoMessage message = new ProtoMessage().text(NAME, name);
        for (long value : values) {
            message.integer(INTEGERS, value);
        }
        return new Attribute(message.integer(TYPE, TYPE_INTEGERS));
    }
}
