package io.github.dqlite4j.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A URL of the driver, divided into its parts. It decides which of them may be shown: URLs contain passwords in wrong places, and a special
 * character can move a part of a password to another place.
 *
 * @param place hosts and database, with the slashes before them
 * @param options in their order, not decoded
 */
record UrlText(String place, List<Option> options) {
    private static final Pattern SECRET =
            Pattern.compile("passw|passphrase|pwd|secret|token", Pattern.CASE_INSENSITIVE);

    /** The separators of other drivers between the database and the options, also used if the question mark is missing. */
    private static final Pattern SECRET_IN_PLACE =
            Pattern.compile("(?:passw|passphrase|pwd|secret|token)\\w*\\s*=", Pattern.CASE_INSENSITIVE);

    /**
     * One option.
     *
     * @param hidden whether it may be a part of a secret: it follows one, or has no known name and an @
     */
    record Option(String name, String value, boolean hidden) {
        /** Whether the value is a secret, or may be one. */
        boolean isSecret() {
            return hidden || UrlText.isSecret(name);
        }

        /** @throws IllegalArgumentException if it is not encoded as in a URL */
        String decoded() {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        }
    }

    /** @param url with the prefix */
    static UrlText of(String url) {
        int start = url.startsWith(Settings.PREFIX) ? Settings.PREFIX.length() : 0;
        int question = url.indexOf('?', start);
        if (question < 0) {
            return new UrlText(url.substring(start), List.of());
        }
        List<Option> options = new ArrayList<>();
        boolean hidden = false;
        for (String pair : url.substring(question + 1).split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = pair.substring(0, equals < 0 ? pair.length() : equals);
                String value = equals < 0 ? "true" : pair.substring(equals + 1);
                Option option = new Option(name, value, hidden || mayEndPassword(name, pair));
                options.add(option);
                hidden = option.isSecret();
            }
        }
        return new UrlText(url.substring(start, question), options);
    }

    /** Whether the value of an option with this name is a secret, even if the name is misspelt. */
    static boolean isSecret(String name) {
        return DqliteProperty.nearest(name).kind().secret()
                || SECRET.matcher(name).find();
    }

    /** Whether this may be the end of a password with a question mark, and the hosts behind it. */
    private static boolean mayEndPassword(String name, String pair) {
        return DqliteProperty.named(name) == null && !isSecret(name) && pair.indexOf('@') >= 0;
    }

    /** Whether there is a name or a password before a host. */
    boolean namesUser() {
        return place.indexOf('@') >= 0;
    }

    /** Whether the hosts and the database may be shown. After a password with a question mark, they end too early. */
    boolean mayBeShown() {
        return !namesUser()
                && !SECRET_IN_PLACE.matcher(place).find()
                && options.stream().noneMatch(option -> mayEndPassword(option.name(), option.name() + option.value()));
    }

    /** The URL without its options, as far as it may be shown. */
    String shown() {
        return mayBeShown() ? Settings.PREFIX + place : Settings.PREFIX + "//…";
    }
}
