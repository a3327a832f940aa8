package io.github.dqlite4j.hibernate;

import java.util.Properties;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.boot.model.relational.QualifiedName;
import org.hibernate.boot.model.relational.QualifiedNameParser;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.config.spi.StandardConverters;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.generator.GeneratorCreationContext;
import org.hibernate.id.OptimizableGenerator;
import org.hibernate.id.enhanced.DatabaseStructure;
import org.hibernate.id.enhanced.Optimizer;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.id.enhanced.TableGenerator;
import org.hibernate.id.enhanced.TableStructure;
import org.hibernate.mapping.Table;
import org.jspecify.annotations.Nullable;

/**
 * Takes ids with the session's own connection, in its transaction. Hibernate's generators of {@code GenerationType.TABLE} use a second connection, which
 * would wait for the write lock that the session's transaction holds. Hibernate's generator still describes the table and the settings.
 *
 * <p>It also counts down where {@code allocationSize} is negative: Hibernate does not tell the dialect the increment of a sequence.
 */
final class OwnConnectionGenerator implements OptimizableGenerator {

    private static final long serialVersionUID = 1L;

    private final OptimizableGenerator generator;
    private final IdCounter counter;

    private OwnConnectionGenerator(OptimizableGenerator generator, IdCounter counter) {
        this.generator = generator;
        this.counter = counter;
    }

    /**
     * Returns the generator to use instead of {@code generator}, or {@code generator} itself if it needs no second connection.
     *
     * @throws org.hibernate.HibernateException if its optimizer takes ids in blocks
     */
    static Generator replace(Generator generator, GeneratorCreationContext context) {
        IdCounter counter = null;
        if (generator instanceof TableGenerator table) {
            counter = of(table, context);
        } else if (generator instanceof SequenceStyleGenerator sequence) {
            counter = of(sequence, context.getSqlStringGenerationContext());
        }
        return counter == null ? generator : new OwnConnectionGenerator((OptimizableGenerator) generator, counter);
    }

    private static IdCounter of(TableGenerator generator, GeneratorCreationContext context) {
        SingleIdOptimizer.check(generator.getTableName(), generator.getOptimizer());
        boolean lastUsed = context.getServiceRegistry()
                .requireService(ConfigurationService.class)
                .getSetting(MappingSettings.TABLE_GENERATOR_STORE_LAST_USED, StandardConverters.BOOLEAN, Boolean.TRUE);
        return IdCounter.ofSegment(
                context.getSqlStringGenerationContext().format(physicalName(generator, context.getDatabase())),
                generator.getValueColumnName(),
                generator.getSegmentColumnName(),
                generator.getSegmentValue(),
                generator.getInitialValue(),
                step(generator.getOptimizer(), generator.getIncrementSize()),
                lastUsed,
                generator.getIdentifierType().getReturnedClass());
    }

    /** The naming strategy may have changed the name. */
    private static QualifiedName physicalName(TableGenerator generator, Database database) {
        QualifiedName name = QualifiedNameParser.INSTANCE.parse(generator.getTableName());
        Table table = database.locateNamespace(name.getCatalogName(), name.getSchemaName())
                .locateTable(name.getObjectName());
        return table == null ? name : table.getQualifiedTableName();
    }

    private static @Nullable IdCounter of(SequenceStyleGenerator generator, SqlStringGenerationContext context) {
        DatabaseStructure structure = generator.getDatabaseStructure();
        int step = step(generator.getOptimizer(), structure.getIncrementSize());
        String column = SingleRowTableSequenceSupport.COLUMN;
        if (structure instanceof TableStructure table) {
            SingleIdOptimizer.check(structure.getPhysicalName().render(), generator.getOptimizer());
            Identifier named = table.getLogicalValueColumnNameIdentifier();
            column = named.render(context.getDialect());
        } else if (step > 0) {
            return null;
        }
        return IdCounter.ofRow(
                context.format(structure.getPhysicalName()),
                column,
                step,
                generator.getIdentifierType().getReturnedClass());
    }

    private static int step(Optimizer optimizer, int increment) {
        return optimizer.applyIncrementSizeToSourceValues() ? increment : 1;
    }

    @Override
    public Object generate(SharedSessionContractImplementor session, Object owner) {
        return generator.getOptimizer().generate(counter.in(session));
    }

    @Override
    public Optimizer getOptimizer() {
        return generator.getOptimizer();
    }

    @Override
    public @Nullable Class<?> getGeneratedType() {
        return generator.getGeneratedType();
    }

    /** Hibernate's generator was configured when it was made. */
    @Override
    public void configure(GeneratorCreationContext context, Properties parameters) {}

    @Override
    public void registerExportables(Database database) {}

    @Override
    public void initialize(SqlStringGenerationContext context) {}
}
