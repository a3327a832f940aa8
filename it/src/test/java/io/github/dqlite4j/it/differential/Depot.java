package io.github.dqlite4j.it.differential;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** The entities that statements change: each kind of hierarchy, tables beside the entity's own, a version, and each kind of generated id. */
final class Depot {
    static final List<Class<?>> ENTITIES = List.of(
            Party.class,
            Supplier.class,
            Client.class,
            Device.class,
            Pump.class,
            Motor.class,
            Turbine.class,
            Vehicle.class,
            Car.class,
            Boat.class,
            Item.class,
            Plain.class,
            Numbered.class,
            Counted.class,
            Token.class,
            Event.class,
            Concert.class);

    /** All rows of all tables. Ids that were generated are left out. */
    static final List<String> ROWS = List.of(
            "select type(p), p.id, p.name, treat(p as Supplier).grade, treat(p as Client).email, treat(p as Client).of.id from Party p order by p.id",
            "select p.id, n from Party p join p.notes n order by p.id, n",
            "select type(d), d.id, d.label, d.weight, treat(d as Pump).flow, treat(d as Pump).owner.id, treat(d as Motor).power,"
                    + " treat(d as Turbine).blades from Device d order by d.id",
            "select d.id, c from Device d join d.codes c order by d.id, c",
            "select d.id, p.id from Device d join d.users p order by d.id, p.id",
            "select type(v), v.id, v.plate, treat(v as Car).doors, treat(v as Boat).length from Vehicle v order by v.id",
            "select i.id, i.code, i.name, i.price, i.stock, i.size.width, i.size.height, i.remark, i.checked, i.owner.id, i.version"
                    + " from Item i order by i.id",
            "select p.id, p.name, p.amount, p.kind from Plain p order by p.id",
            "select n.name from Numbered n order by n.name",
            "select c.name from Counted c order by c.name",
            "select t.name from Token t order by t.name",
            "select type(e), e.name, treat(e as Concert).band from Event e order by e.name");

    private Depot() {}

    @Entity(name = "Party")
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    @DiscriminatorColumn(name = "kind")
    static class Party {
        @Id
        long id;

        String name = "";

        @ElementCollection
        @CollectionTable(name = "party_notes")
        @Column(name = "note")
        Set<String> notes = new HashSet<>();
    }

    @Entity(name = "Supplier")
    static class Supplier extends Party {
        @Nullable
        Integer grade;
    }

    @Entity(name = "Client")
    static class Client extends Party {
        @Nullable
        String email;

        @ManyToOne
        @Nullable
        Supplier of;
    }

    @Entity(name = "Device")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Device {
        @Id
        long id;

        String label = "";
        double weight;

        @ElementCollection
        @CollectionTable(name = "device_codes")
        @Column(name = "code")
        Set<String> codes = new HashSet<>();

        @ManyToMany
        @JoinTable(name = "device_users")
        Set<Party> users = new HashSet<>();
    }

    @Entity(name = "Pump")
    static class Pump extends Device {
        int flow;

        @ManyToOne
        @Nullable
        Party owner;
    }

    @Entity(name = "Motor")
    static class Motor extends Device {
        @Nullable
        Integer power;
    }

    @Entity(name = "Turbine")
    static class Turbine extends Motor {
        int blades;
    }

    @Entity(name = "Vehicle")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class Vehicle {
        @Id
        long id;

        String plate = "";
    }

    @Entity(name = "Car")
    static class Car extends Vehicle {
        int doors;
    }

    @Entity(name = "Boat")
    static class Boat extends Vehicle {
        double length;
    }

    @Embeddable
    static class Size {
        @Nullable
        Integer width;

        @Nullable
        Integer height;

        Size() {}

        Size(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    @Entity(name = "Item")
    @SecondaryTable(name = "item_details")
    static class Item {
        @Id
        long id;

        @Column(unique = true)
        String code = "";

        String name = "";

        @Column(precision = 10, scale = 2)
        @Nullable
        BigDecimal price;

        int stock;

        Size size = new Size();

        @Column(table = "item_details")
        @Nullable
        String remark;

        @Column(table = "item_details")
        @Nullable
        LocalDate checked;

        @ManyToOne
        @Nullable
        Party owner;

        @Version
        int version;
    }

    /** One table, unique in two ways. */
    @Entity(name = "Plain")
    @Table(
            uniqueConstraints =
                    @UniqueConstraint(
                            name = "plain_name_kind",
                            columnNames = {"name", "kind"}))
    static class Plain {
        @Id
        long id;

        String name = "";

        @Column(precision = 10, scale = 2)
        @Nullable
        BigDecimal amount;

        @Nullable
        String kind;
    }

    @Entity(name = "Numbered")
    static class Numbered {
        @Id
        @GeneratedValue
        long id;

        String name = "";
    }

    @Entity(name = "Counted")
    static class Counted {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;

        String name = "";
    }

    @Entity(name = "Token")
    static class Token {
        @Id
        @GeneratedValue
        @Nullable
        UUID id;

        String name = "";
    }

    @Entity(name = "Event")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Event {
        @Id
        @GeneratedValue
        long id;

        String name = "";
    }

    @Entity(name = "Concert")
    static class Concert extends Event {
        @Nullable
        String band;
    }

    static void fill(Session session) {
        Supplier supplier = new Supplier();
        supplier.id = 1;
        supplier.name = "Iron & Co";
        supplier.grade = 3;
        supplier.notes.addAll(Set.of("good", "far"));
        session.persist(supplier);
        Supplier second = new Supplier();
        second.id = 2;
        second.name = "Copper";
        session.persist(second);
        for (int i = 3; i < 6; i++) {
            Client client = new Client();
            client.id = i;
            client.name = "client " + i;
            client.email = i == 4 ? null : i + "@example.org";
            client.of = i == 5 ? null : supplier;
            client.notes.add("note " + i % 2);
            session.persist(client);
        }
        for (int i = 1; i < 8; i++) {
            Device device = switch (i % 4) {
                case 0 -> new Device();
                case 1 -> new Pump();
                case 2 -> new Motor();
                default -> new Turbine();
            };
            device.id = i;
            device.label = "device " + i;
            device.weight = 1.5 * i;
            device.codes.add("c" + i);
            if (i > 4) {
                device.codes.add("x");
                device.users.add(supplier);
            }
            if (device instanceof Pump pump) {
                pump.flow = 10 * i;
                pump.owner = i == 1 ? supplier : null;
            } else if (device instanceof Motor motor) {
                motor.power = i == 6 ? null : 100 + i;
            }
            if (device instanceof Turbine turbine) {
                turbine.blades = i;
            }
            session.persist(device);
        }
        for (int i = 1; i < 6; i++) {
            Vehicle vehicle = i % 2 == 0 ? new Car() : i == 5 ? new Vehicle() : new Boat();
            vehicle.id = i;
            vehicle.plate = "P-" + i;
            if (vehicle instanceof Car car) {
                car.doors = i;
            } else if (vehicle instanceof Boat boat) {
                boat.length = i + 0.5;
            }
            session.persist(vehicle);
        }
        String[] prices = {"10.00", "19.90", "0.10", "7.35"};
        for (int i = 1; i < 5; i++) {
            Item item = new Item();
            item.id = i;
            item.code = "code" + i;
            item.name = "item " + i;
            item.price = new BigDecimal(prices[i - 1]);
            item.stock = 5 * i;
            item.size = new Size(i, 2 * i);
            item.remark = i == 3 ? null : "remark " + i;
            item.checked = i > 2 ? null : LocalDate.of(2024, i, 28);
            item.owner = i == 1 ? supplier : i == 2 ? second : null;
            session.persist(item);
            Plain plain = new Plain();
            plain.id = i;
            plain.name = "plain " + i;
            plain.amount = new BigDecimal(prices[i - 1]);
            plain.kind = i % 2 == 0 ? "even" : "odd";
            session.persist(plain);
        }
        Numbered numbered = new Numbered();
        numbered.name = "first";
        session.persist(numbered);
        Concert concert = new Concert();
        concert.name = "first";
        session.persist(concert);
    }
}
