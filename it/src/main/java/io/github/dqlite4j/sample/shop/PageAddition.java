package io.github.dqlite4j.sample.shop;

/** A bean that adds something to the page. The shop itself has none. */
@FunctionalInterface
public interface PageAddition {
    /** Its HTML, which the page shows above everything else and does not refresh. */
    String html();
}
