package io.github.dqlite4j.hibernate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * Makes the generators of {@code GenerationType.SEQUENCE} and {@code TABLE} take blocks of ids with the session's own connection: see
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
            Map<String, IdBlocks> blocks = new ConcurrentHashMap<>();
            // Generators are known only after the second passes for ids.
            metadata.addSecondPass(new SecondPass() {
                private static final long serialVersionUID = 1L;

                @Override
                public void doSecondPass(Map<String, PersistentClass> entities) {
                    replaceAll(entities.values(), metadata.getCollectionBindings(), blocks);
                }
            });
        }
    }

    private static void replaceAll(
            Iterable<PersistentClass> entities, Iterable<Collection> collections, Map<String, IdBlocks> blocks) {
        for (PersistentClass entity : entities) {
            if (entity instanceof RootClass root) {
                replace(root.getIdentifier(), blocks);
            }
        }
        for (Collection collection : collections) {
            if (collection instanceof IdentifierCollection withIds) {
                replace(withIds.getIdentifier(), blocks);
            }
        }
    }

    private static void replace(@Nullable Value id, Map<String, IdBlocks> blocks) {
        if (id instanceof Component parts) {
            parts.getProperties().forEach(part -> replace(part.getValue(), blocks));
        }
        if (id instanceof SimpleValue value) {
            GeneratorCreator creator = value.getCustomIdGeneratorCreator();
            if (creator != null && !creator.isAssigned()) {
                value.setCustomIdGeneratorCreator(new Replacing(creator, blocks));
            }
        }
    }

    /** Lets Hibernate make and configure its generator, which also adds the table to the schema. */
    private record Replacing(GeneratorCreator creator, Map<String, IdBlocks> blocks) implements GeneratorCreator {
        @Override
        public Generator createGenerator(GeneratorCreationContext context) {
            return OwnConnectionGenerator.replace(creator.createGenerator(context), context, blocks);
        }
    }
}
