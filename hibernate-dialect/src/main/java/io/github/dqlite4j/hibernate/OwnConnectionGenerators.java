package io.github.dqlite4j.hibernate;

import java.util.Map;
import org.hibernate.boot.ResourceStreamLocator;
import org.hibernate.boot.spi.AdditionalMappingContributions;
import org.hibernate.boot.spi.AdditionalMappingContributor;
import org.hibernate.boot.spi.InFlightMetadataCollector;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.boot.spi.SecondPass;
import org.hibernate.generator.Generator;
import org.hibernate.generator.GeneratorCreationContext;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.GeneratorCreator;
import org.hibernate.mapping.IdentifierCollection;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.RootClass;
import org.hibernate.mapping.SimpleValue;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

/**
 * Makes generators that would need a second connection, above all those of {@code GenerationType.TABLE}, use the session's own one: see
 * {@link OwnConnectionGenerator}. Called by Hibernate for every model; changes those for dqlite.
 */
public final class OwnConnectionGenerators implements AdditionalMappingContributor {

    /** Called by {@link java.util.ServiceLoader}. */
    public OwnConnectionGenerators() {}

    @Override
    public void contribute(
            AdditionalMappingContributions contributions,
            InFlightMetadataCollector metadata,
            ResourceStreamLocator resources,
            MetadataBuildingContext context) {
        if (metadata.getDatabase().getDialect() instanceof DqliteDialect) {
            // Generators are known only after the second passes for ids.
            metadata.addSecondPass(new SecondPass() {
                private static final long serialVersionUID = 1L;

                @Override
                public void doSecondPass(Map<String, PersistentClass> entities) {
                    replaceAll(entities.values(), metadata.getCollectionBindings());
                }
            });
        }
    }

    private static void replaceAll(Iterable<PersistentClass> entities, Iterable<Collection> collections) {
        for (PersistentClass entity : entities) {
            if (entity instanceof RootClass root) {
                replace(root.getIdentifier());
            }
        }
        for (Collection collection : collections) {
            if (collection instanceof IdentifierCollection withIds) {
                replace(withIds.getIdentifier());
            }
        }
    }

    private static void replace(@Nullable Value id) {
        if (id instanceof Component parts) {
            parts.getProperties().forEach(part -> replace(part.getValue()));
        }
        if (id instanceof SimpleValue value) {
            GeneratorCreator creator = value.getCustomIdGeneratorCreator();
            if (creator != null && !creator.isAssigned()) {
                value.setCustomIdGeneratorCreator(new Replacing(creator));
            }
        }
    }

    /** Lets Hibernate make and configure its generator, which also adds the table to the schema. */
    private record Replacing(GeneratorCreator creator) implements GeneratorCreator {
        @Override
        public Generator createGenerator(GeneratorCreationContext context) {
            return OwnConnectionGenerator.replace(creator.createGenerator(context), context);
        }
    }
}
