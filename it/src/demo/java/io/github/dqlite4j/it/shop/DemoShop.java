package io.github.dqlite4j.it.shop;

import io.github.dqlite4j.sample.shop.ShopApplication;
import org.springframework.boot.SpringApplication;

/** The sample with the buttons of the demo. The sample itself has neither them nor their endpoints. */
public final class DemoShop {
    private DemoShop() {}

    public static void main(String[] arguments) {
        SpringApplication.run(new Class<?>[] {ShopApplication.class, DemoControls.class}, arguments);
    }
}
