package dev.carornot.infra.setting;

import java.util.List;

/** A setting that cannot be used; the message is one sentence that names it, the reason and the way out. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingException(String message) {
        super(message);
    }

    /** An argument that is no setting. */
    public static SettingException unknown(String argument, List<String> settings) {
        return new SettingException("'" + argument + "' is no setting; give key=value, where the key is one of "
                + String.join(", ", settings) + ".");
    }
}
