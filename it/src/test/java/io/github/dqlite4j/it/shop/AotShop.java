package io.github.dqlite4j.it.shop;

import io.github.dqlite4j.sample.shop.ShopApplication;
import java.util.Map;
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The program of {@link ShopAotIT}: starts the shop, places an order twice, and prints the answers. */
final class AotShop {
    private AotShop() {}

    public static void main(String[] arguments) throws Exception {
        SpringApplication application = new SpringApplication(ShopApplication.class);
        // What was generated is found by its name.
        application.setMainApplicationClass(ShopApplication.class);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            System.out.println("ahead of time: " + AotDetector.useGeneratedArtifacts());
            ShopClient shop = ShopClient.of(context);
            String order = new Wanted("ahead of time", 1580, Map.of(1L, 2)).json();
            System.out.println(shop.post("/api/orders", order).status() + " "
                    + shop.post("/api/orders", order).status() + " "
                    + (shop.get("/api/report").json().get("consistent").booleanValue() ? "consistent" : "wrong"));
        }
    }
}
