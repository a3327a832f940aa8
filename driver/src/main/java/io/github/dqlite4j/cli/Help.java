package io.github.dqlite4j.cli;

/** What {@code -help} and {@code -version} print. */
final class Help {
    static final String TEXT = """
            Usage: java -jar dqlite4j-driver-VERSION-all.jar [OPTIONS] [URL] [SQL or .COMMAND ...]
                   java -jar dqlite4j-driver-VERSION-all.jar [OPTIONS] [URL] COMMAND [ARGUMENT ...]
            URL is host:port,host:port/database or jdbc:dqlite://..., or comes from DQLITE_URL.
            Without SQL, statements are read from the terminal or from the standard input.
            COMMAND is one of
              members, leader, describe [ADDRESS]      show the cluster
              transfer NODE                            make another node lead
              add ID ADDRESS [ROLE]                    add a node
              assign NODE ROLE, remove NODE            change a node; NODE is an id or an address
              weight NUMBER [ADDRESS]                  set the weight of a node
              dump DIRECTORY [DATABASE]                copy a database to files
              watch                                    show members, roles and leader as they change
            OPTIONS, with one dash or two
              -box -column -csv -json -line -list -markdown -quote -table -tabs
                                     how rows are printed; box at a terminal, else list
              -header, -noheader     print the labels of columns, or not
              -nullvalue TEXT        print this in place of NULL
              -separator TEXT        between columns in the modes csv and list
              -newline TEXT          after a row in the modes csv and list
              -cmd COMMAND           execute this first; may be repeated
              -init FILE             read this script first
              -bail                  stop after an error
              -batch, -interactive   read a script, or as at a terminal
              -echo                  print what is executed
              -timer                 print how long each statement takes
              -readonly              refuse to write
              -count N               watch: look so many times
              -interval SECONDS      watch: the time between two looks
              -version, -help        print the version, or this, and end
            """;

    private Help() {}

    static String version() {
        String version = Help.class.getPackage().getImplementationVersion();
        return version == null ? "of an unknown version" : version;
    }
}
