package io.github.dqlite4j.it.faults;

/** The accounts and the amount of the transfer with a number. */
record Transfer(int number) {
    int source() {
        return number % Clients.ACCOUNTS;
    }

    int target() {
        return (number + 1 + number / Clients.ACCOUNTS % (Clients.ACCOUNTS - 1)) % Clients.ACCOUNTS;
    }

    int amount() {
        return 1 + number % 7;
    }

    /** In EDN. */
    String plan() {
        return "{:from " + source() + ", :to " + target() + ", :amount " + amount() + "}";
    }
}
