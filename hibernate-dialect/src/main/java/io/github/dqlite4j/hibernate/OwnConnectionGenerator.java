package io.github.dqlite4j.hibernate;

import io.github.dqlite4j.jdbc.DqliteConnection;
import io.github.dqlite4j.jdbc.DqliteConnection.Transaction;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.boot.model.relational.InitCommand;
import org.hibernate.boot.model.relational.QualifiedName;
import org.hibernate.boot.model.relational.QualifiedNameParser;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.config.spi.StandardConverters;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.generator.GeneratorCreationContext;
import org.hibernate.id.BulkInsertionCapableIdentifierGenerator;
import org.hibernate.id.IdentifierGeneratorHelper;
import org.hibernate.id.OptimizableGenerator;
import org.hibernate.id.enhanced.DatabaseStructure;
import org.hibernate.id.enhanced.NoopOptimizer;
import org.hibernate.id.enhanced.Optimizer;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.id.enhanced.TableGenerator;
import org.hibernate.id.enhanced.TableStructure;
import org.hibernate.mapping.Table;
import org.hibernate.resource.transaction.spi.TransactionObserver;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Takes ids with the session's own connection, in its transaction, in blocks of {@code allocationSize}: see {@link IdBlocks}. Hibernate's generators of
 * {@code GenerationType.TABLE} use a second connection, which would wait for the write lock that the session's transaction holds, and Hibernate's
 * optimizers keep a block that a rollback has given back to the counter. Hibernate's generator still describes the table and the settings.
 *
 * <p>The table always has the next free id, or the one before it, whatever the optimizer and the size of blocks. So generators may share a
 * counter, and both may be changed on existing data.
 */
final class OwnConnectionGenerator implements OptimizableGenerator, BulkInsertionCapableIdentifierGenerator {

    private static final long serialVersionUID = 1L;

    private final OptimizableGenerator generator;
    private final IdCounter counter;
    private final Block block;
    private final Class<?> idType;
    private final transient IdBlocks blocks;

    /**
     * The ids that are taken at once.
     *
     * @param size how many ids
     * @param distance from one id to the next
     */
    private record Block(int size, int distance) implements Serializable {
        int step() {
            return size * distance;
        }
    }

    private OwnConnectionGenerator(
            OptimizableGenerator generator, IdCounter counter, Block block, Class<?> idType, IdBlocks blocks) {
        this.generator = generator;
        this.counter = counter;
        this.block = block;
        this.idType = idType;
        this.blocks = blocks;
    }

    /**
     * Returns the generator to use instead of {@code generator}, or {@code generator} itself if it does not count.
     *
     * @param allBlocks what is left of each counter of the model
     * @throws org.hibernate.HibernateException if its optimizer is not known to give no id twice
     */
    static Generator replace(Generator generator, GeneratorCreationContext context, Map<String, IdBlocks> allBlocks) {
        if (generator instanceof TableGenerator table) {
            return replace(
                    table, of(table, context), table.getIncrementSize(), table.getIdentifierType(), context, allBlocks);
        }
        if (generator instanceof SequenceStyleGenerator sequence) {
            DatabaseStructure structure = sequence.getDatabaseStructure();
            boolean isOwn = generator.getClass() != SequenceStyleGenerator.class;
            if (isOwn && structure.isPhysicalSequence() && structure.getIncrementSize() >= 0) {
                // Its generate() may compute another value from the number.
                SingleIdOptimizer.checkSingle(structure.getPhysicalName().render(), sequence.getOptimizer());
                return generator;
            }
            IdCounter counter = of(sequence, context.getSqlStringGenerationContext());
            return replace(
                    sequence, counter, structure.getIncrementSize(), sequence.getIdentifierType(), context, allBlocks);
        }
        return generator;
    }

    private static Generator replace(
            OptimizableGenerator generator,
            IdCounter counter,
            int increment,
            Type idType,
            GeneratorCreationContext context,
            Map<String, IdBlocks> allBlocks) {
        SingleIdOptimizer.check(counter.table(), generator.getOptimizer());
        IdBlocks blocks = allBlocks.computeIfAbsent(counter.row(), row -> new IdBlocks());
        // If a table is created again or emptied, its counter starts again.
        Function<SqlStringGenerationContext, InitCommand> reset = sql -> {
            blocks.reset();
            return new InitCommand();
        };
        Table table = context.getValue().getTable();
        table.addInitCommand(reset);
        table.addResetCommand(reset);
        return new OwnConnectionGenerator(
                generator, counter, block(generator.getOptimizer(), increment), idType.getReturnedClass(), blocks);
    }

    private static Block block(Optimizer optimizer, int increment) {
        if (increment < 0) {
            return new Block(-increment, -1);
        }
        // "none" with an increment skips ids.
        return optimizer instanceof NoopOptimizer ? new Block(1, Math.max(1, increment)) : new Block(increment, 1);
    }

    private static IdCounter of(TableGenerator generator, GeneratorCreationContext context) {
        boolean lastUsed = context.getServiceRegistry()
                .requireService(ConfigurationService.class)
                .getSetting(MappingSettings.TABLE_GENERATOR_STORE_LAST_USED, StandardConverters.BOOLEAN, Boolean.TRUE);
        return IdCounter.ofSegment(
                context.getSqlStringGenerationContext().format(physicalName(generator, context.getDatabase())),
                generator.getValueColumnName(),
                generator.getSegmentColumnName(),
                generator.getSegmentValue(),
                generator.getInitialValue(),
                lastUsed);
    }

    /** The naming strategy may have changed the name. */
    private static QualifiedName physicalName(TableGenerator generator, Database database) {
        QualifiedName name = QualifiedNameParser.INSTANCE.parse(generator.getTableName());
        Table table = database.locateNamespace(name.getCatalogName(), name.getSchemaName())
                .locateTable(name.getObjectName());
        return table == null ? name : table.getQualifiedTableName();
    }

    private static IdCounter of(SequenceStyleGenerator generator, SqlStringGenerationContext context) {
        DatabaseStructure structure = generator.getDatabaseStructure();
        String column = SingleRowTableSequenceSupport.COLUMN;
        if (structure instanceof TableStructure table) {
            Identifier named = table.getLogicalValueColumnNameIdentifier();
            column = named.render(context.getDialect());
        }
        return IdCounter.ofRow(context.format(structure.getPhysicalName()), column);
    }

    @Override
    public Object generate(SharedSessionContractImplementor session, Object owner) {
        try {
            long id = next(session, OwnConnection.of(session));
            return IdentifierGeneratorHelper.getIntegralDataTypeHolder(idType)
                    .initialize(id)
                    .makeValue();
        } catch (SQLException error) {
            throw session.getJdbcServices().getSqlExceptionHelper().convert(error, "could not take an id");
        }
    }

    private long next(SharedSessionContractImplementor session, @Nullable DqliteConnection connection)
            throws SQLException {
        if (connection == null) {
            // The outcome of the transaction is not known.
            return counter.take(session, block.distance(), null).first();
        }
        String database = connection.getMetaData().getURL();
        Transaction current = connection.transaction();
        Long known = blocks.next(database, current);
        if (known != null) {
            return known;
        }
        IdCounter.Taken taken = counter.take(session, block.step(), blocks.takenBack(database, current));
        Transaction transaction = taken.transaction();
        long first = taken.first();
        boolean isFirst =
                blocks.add(database, transaction, first + block.distance(), first + block.step(), block.distance());
        if (isFirst && transaction != null && session.isTransactionInProgress()) {
            session.getTransactionCoordinator().addObserver(new BeforeCommit(session, database, transaction));
        }
        return first;
    }

    /** An entity that was persisted before a rollback to a savepoint may be stored after it, so its id must not be used again. */
    private final class BeforeCommit implements TransactionObserver {
        private final SharedSessionContractImplementor session;
        private final String database;
        private final Transaction transaction;

        BeforeCommit(SharedSessionContractImplementor session, String database, Transaction transaction) {
            this.session = session;
            this.database = database;
            this.transaction = transaction;
        }

        @Override
        public void afterBegin() {}

        @Override
        public void beforeCompletion() {
            Long next = blocks.takenBack(database, transaction);
            if (next != null && transaction.isOpen()) {
                counter.skipTo(session, next, block.step());
            }
        }

        @Override
        public void afterCompletion(boolean successful, boolean delayed) {
            session.getTransactionCoordinator().removeObserver(this);
        }
    }

    /** Hibernate asks whether an INSERT … SELECT may have an expression for its ids; so it takes one for each row of the SELECT. */
    @Override
    public boolean supportsBulkInsertionIdentifierGeneration() {
        return false;
    }

    @Override
    public Optimizer getOptimizer() {
        return generator.getOptimizer();
    }

    @Override
    public @Nullable Class<?> getGeneratedType() {
        return generator.getGeneratedType();
    }

    /** Hibernate's generator was configured when it was created. */
    @Override
    public void configure(GeneratorCreationContext context, Properties parameters) {}

    @Override
    public void registerExportables(Database database) {}

    @Override
    public void initialize(SqlStringGenerationContext context) {}
}
