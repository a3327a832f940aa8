package io.github.dqlite4j.hibernate;

import jakarta.persistence.TemporalType;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.temporal.TemporalAccessor;
import java.util.Calendar;
import java.util.Date;
import java.util.Map;
import java.util.TimeZone;
import org.hibernate.LockOptions;
import org.hibernate.ScrollMode;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.dialect.DatabaseVersion;
import org.hibernate.dialect.DmlTargetColumnQualifierSupport;
import org.hibernate.dialect.aggregate.AggregateSupport;
import org.hibernate.dialect.identity.IdentityColumnSupport;
import org.hibernate.dialect.lock.spi.LockingSupport;
import org.hibernate.dialect.sequence.SequenceSupport;
import org.hibernate.dialect.temptable.TemporaryTableKind;
import org.hibernate.dialect.temptable.TemporaryTableStrategy;
import org.hibernate.dialect.unique.UniqueDelegate;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.engine.jdbc.env.spi.IdentifierCaseStrategy;
import org.hibernate.engine.jdbc.env.spi.IdentifierHelper;
import org.hibernate.engine.jdbc.env.spi.IdentifierHelperBuilder;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.exception.spi.SQLExceptionConversionDelegate;
import org.hibernate.exception.spi.ViolatedConstraintNameExtractor;
import org.hibernate.mapping.Index;
import org.hibernate.mapping.Table;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.spi.RuntimeModelCreationContext;
import org.hibernate.persister.entity.mutation.EntityMutationTarget;
import org.hibernate.query.common.TemporalUnit;
import org.hibernate.query.sqm.CastType;
import org.hibernate.query.sqm.IntervalType;
import org.hibernate.query.sqm.mutation.internal.temptable.LocalTemporaryTableInsertStrategy;
import org.hibernate.query.sqm.mutation.internal.temptable.LocalTemporaryTableMutationStrategy;
import org.hibernate.query.sqm.mutation.spi.AfterUseAction;
import org.hibernate.query.sqm.mutation.spi.BeforeUseAction;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableInsertStrategy;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategy;
import org.hibernate.query.sqm.sql.SqmTranslatorFactory;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.SqlAstTranslatorFactory;
import org.hibernate.sql.ast.spi.LockingClauseStrategy;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.spi.StandardSqlAstTranslatorFactory;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.select.QuerySpec;
import org.hibernate.sql.exec.spi.JdbcOperation;
import org.hibernate.sql.model.MutationOperation;
import org.hibernate.sql.model.internal.OptionalTableUpdate;
import org.hibernate.sql.model.jdbc.OptionalTableUpdateWithUpsertOperation;
import org.hibernate.tool.schema.extract.internal.SequenceNameExtractorImpl;
import org.hibernate.tool.schema.extract.spi.SequenceInformationExtractor;
import org.hibernate.tool.schema.spi.Cleaner;
import org.hibernate.tool.schema.spi.Exporter;
import org.hibernate.tool.schema.spi.TableMigrator;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.spi.JdbcTypeRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The Hibernate dialect for dqlite. It corrects those parts of {@link SQLiteDialect} that lose data or need a second
 * connection, and it converts the errors of dqlite4j.
 *
 * <p>Pessimistic lock modes add no SQL: every dqlite transaction is serializable, and holds the write lock from its first statement on. Lock timeouts are
 * the driver's {@code busyTimeout} for that statement; skipping locked rows is refused. Hibernate finds this dialect without {@code hibernate.dialect} if the driver is dqlite4j.
 */
public class DqliteDialect extends SQLiteDialect {

    /** SQLite 3.40, the oldest version in a supported server. */
    static final DatabaseVersion DEFAULT_VERSION = DatabaseVersion.make(3, 40);

    private static final TemporaryTableStrategy TEMPORARY_TABLES = new DqliteTemporaryTableStrategy();

    private final UniqueDelegate tableConstraints = new CreateTableConstraintsDelegate(this);
    private final Exporter<Table> tableExporter = new ReferencingTablesFirstExporter(this);
    private final Exporter<Index> indexExporter = new RepeatableIndexExporter(this);
    private final TableMigrator tableMigrator = new ExistingTableMigrator(this);
    private final Cleaner tableCleaner = new PhysicalTableCleaner(this);

    /** Creates the dialect for the oldest supported server, SQLite 3.40. */
    public DqliteDialect() {
        this(DEFAULT_VERSION);
    }

    /** Creates the dialect for the server in {@code info}, or for SQLite 3.40 if the version is unknown. */
    public DqliteDialect(DialectResolutionInfo info) {
        this(
                info.getMajor() > 0
                        ? DatabaseVersion.make(info.getMajor(), info.getMinor(), info.getMicro())
                        : DEFAULT_VERSION);
        registerKeywords(info);
    }

    /** @param version the SQLite version of the server, as returned by {@code sqlite_version()} */
    public DqliteDialect(DatabaseVersion version) {
        super(version);
    }

    /** Never returns plain BOOLEAN, DATE, DATETIME or TIMESTAMP: dqlite changes the values of such columns on the wire. */
    @Override
    protected String columnType(int sqlTypeCode) {
        return switch (sqlTypeCode) {
            case SqlTypes.BOOLEAN -> "boolean(1)";
            case SqlTypes.DATE -> "date(10)";
            case SqlTypes.TIMESTAMP -> "timestamp($p)";
            case SqlTypes.TIMESTAMP_WITH_TIMEZONE, SqlTypes.TIMESTAMP_UTC -> "timestamp with time zone($p)";
            case SqlTypes.TIME_WITH_TIMEZONE, SqlTypes.TIME_UTC -> "time with time zone";
            case SqlTypes.CLOB, SqlTypes.NCLOB, SqlTypes.LONG32VARCHAR, SqlTypes.LONG32NVARCHAR -> "text";
            default -> super.columnType(sqlTypeCode);
        };
    }

    /** All texts have the same type, whatever their length. */
    @Override
    protected boolean isLob(int sqlTypeCode) {
        return switch (sqlTypeCode) {
            case SqlTypes.LONG32VARCHAR, SqlTypes.LONG32NVARCHAR, SqlTypes.LONG32VARBINARY -> false;
            default -> super.isLob(sqlTypeCode);
        };
    }

    /** Collections and arrays of basic values are JSON, which SQLite reads with {@code json_each}. */
    @Override
    public int getPreferredSqlTypeCodeForArray() {
        return SqlTypes.JSON_ARRAY;
    }

    /** SQLite keeps the case of names. Looking up a name in upper case in the metadata would not find it. */
    @Override
    public IdentifierHelper buildIdentifierHelper(IdentifierHelperBuilder builder, @Nullable DatabaseMetaData metadata)
            throws SQLException {
        super.buildIdentifierHelper(builder, metadata);
        builder.setUnquotedCaseStrategy(IdentifierCaseStrategy.MIXED);
        builder.setQuotedCaseStrategy(IdentifierCaseStrategy.MIXED);
        return builder.build();
    }

    /** SQLite stores all integers in the same way, and all texts. A rowid is always declared INTEGER. */
    @Override
    public boolean equivalentTypes(int one, int other) {
        return super.equivalentTypes(one, other)
                || other == UntypedJdbcType.INSTANCE.getDefaultSqlTypeCode()
                || ColumnEquivalence.holds(one, other)
                || UuidTypes.isEquivalent(one, other)
                || TemporalTypes.isEquivalent(one, other);
    }

    @Override
    protected void registerColumnTypes(TypeContributions contributions, ServiceRegistry registry) {
        super.registerColumnTypes(contributions, registry);
        contributions.getTypeConfiguration().getDdlTypeRegistry().addDescriptor(UuidTypes.ddlType(this));
    }

    /** The types of the columns of a native query: UUID, byte[] and String, not Blob and Clob. */
    @Override
    public JdbcType resolveSqlTypeDescriptor(
            String columnTypeName, int jdbcTypeCode, int precision, int scale, JdbcTypeRegistry types) {
        JdbcType uuid = UuidTypes.resolve(columnTypeName, jdbcTypeCode, types);
        if (uuid != null) {
            return uuid;
        }
        if (UntypedJdbcType.NAME.equalsIgnoreCase(columnTypeName)) {
            return UntypedJdbcType.INSTANCE;
        }
        int code = switch (jdbcTypeCode) {
            case SqlTypes.BLOB -> SqlTypes.VARBINARY;
            case SqlTypes.CLOB, SqlTypes.NCLOB -> SqlTypes.VARCHAR;
            default -> jdbcTypeCode;
        };
        return super.resolveSqlTypeDescriptor(columnTypeName, code, precision, scale, types);
    }

    @Override
    public void contributeTypes(TypeContributions contributions, ServiceRegistry registry) {
        Map<String, Object> settings =
                registry.requireService(ConfigurationService.class).getSettings();
        LikePattern.isCaseSensitive(settings);
        super.contributeTypes(contributions, registry);
        contributions.contributeJdbcType(DurationJdbcType.INSTANCE);
        contributions.contributeJdbcTypeConstructor(BasicArrayJdbcType.Constructor.INSTANCE);
        UuidTypes.register(contributions);
        TemporalTypes.register(contributions);
        IsoTextJavaType.register(contributions);
        LobTypes.register(contributions);
        LosslessTypes.register(contributions);
    }

    @Override
    public IdentityColumnSupport getIdentityColumnSupport() {
        return RowIdIdentityColumnSupport.INSTANCE;
    }

    @Override
    public boolean getDefaultUseGetGeneratedKeys() {
        return true;
    }

    @Override
    public SequenceSupport getSequenceSupport() {
        return SingleRowTableSequenceSupport.INSTANCE;
    }

    @Override
    public String getQuerySequencesString() {
        return SingleRowTableSequenceSupport.QUERY_NAMES;
    }

    @Override
    public SequenceInformationExtractor getSequenceInformationExtractor() {
        return SequenceNameExtractorImpl.INSTANCE;
    }

    @Override
    public AggregateSupport getAggregateSupport() {
        return NoAggregateSupport.INSTANCE;
    }

    @Override
    public UniqueDelegate getUniqueDelegate() {
        return tableConstraints;
    }

    @Override
    public Exporter<Table> getTableExporter() {
        return tableExporter;
    }

    @Override
    public TableMigrator getTableMigrator() {
        return tableMigrator;
    }

    @Override
    public Exporter<Index> getIndexExporter() {
        return indexExporter;
    }

    /** The name of an index is quoted only if it may be qualified. No catalog or schema is ever put in front of it. */
    @Override
    public boolean qualifyIndexName() {
        return true;
    }

    @Override
    public boolean supportsCommentOn() {
        return false;
    }

    /** SQLite keeps the text of {@code create table}, with the comments inside it. */
    @Override
    public String getColumnComment(String comment) {
        return SqlComment.of(comment);
    }

    @Override
    public Cleaner getTableCleaner() {
        return tableCleaner;
    }

    @Override
    public String getTruncateTableStatement(String tableName) {
        return "delete from " + tableName;
    }

    /** Tables that refer to each other can only be emptied without checks. */
    @Override
    public boolean canDisableConstraints() {
        return true;
    }

    @Override
    public String getDisableConstraintsStatement() {
        return ReferencingTablesFirstExporter.NO_FOREIGN_KEYS;
    }

    @Override
    public String getEnableConstraintsStatement() {
        return ReferencingTablesFirstExporter.FOREIGN_KEYS;
    }

    @Override
    public LockingSupport getLockingSupport() {
        return WriteLockSupport.INSTANCE;
    }

    /** Called for each query that locks. No SQL is added. */
    @Override
    @SuppressWarnings("removal") // drop when the signature has no LockOptions
    public LockingClauseStrategy getLockingClauseStrategy(QuerySpec query, @Nullable LockOptions options) {
        if (options != null) {
            WriteLockSupport.prepare(options);
        }
        return super.getLockingClauseStrategy(query, options);
    }

    @Override
    public boolean supportsSimpleQueryGrouping() {
        return false;
    }

    @Override
    public boolean supportsRecursiveCTE() {
        return true;
    }

    /** {@link QuantifiedComparison} compares tuples too. */
    @Override
    public boolean supportsRowValueConstructorSyntaxInQuantifiedPredicates() {
        return true;
    }

    /** SQLite's limit for parameters; lists have no other limit. {@link SQLiteDialect} has the default of SQLite before 3.32. */
    @Override
    public int getInExpressionCountLimit() {
        return 32_766;
    }

    /** The driver's results scroll in both directions. A stream uses {@link ScrollMode#FORWARD_ONLY} explicitly. */
    @Override
    public ScrollMode defaultScrollMode() {
        return ScrollMode.SCROLL_INSENSITIVE;
    }

    /** SQLite has UPDATE … FROM. Otherwise Hibernate writes one subquery for each assignment. */
    @Override
    public boolean supportsFromClauseInUpdate() {
        return true;
    }

    /** Without qualifiers, columns of UPDATE … FROM would be ambiguous. */
    @Override
    public DmlTargetColumnQualifierSupport getDmlTargetColumnQualifierSupport() {
        return DmlTargetColumnQualifierSupport.TABLE_ALIAS;
    }

    /** An UPDATE, and if it finds no row an INSERT … ON CONFLICT DO NOTHING: a violation of another constraint is an error. */
    @Override
    public MutationOperation createOptionalTableUpdateOperation(
            EntityMutationTarget target, OptionalTableUpdate update, SessionFactoryImplementor sessions) {
        return new OptionalTableUpdateWithUpsertOperation(target, update, sessions);
    }

    @Override
    public SqlAstTranslatorFactory getSqlAstTranslatorFactory() {
        return new StandardSqlAstTranslatorFactory() {
            @Override
            protected <T extends JdbcOperation> SqlAstTranslator<T> buildTranslator(
                    SessionFactoryImplementor sessionFactory, Statement statement) {
                return new DqliteSqlAstTranslator<>(sessionFactory, statement);
            }
        };
    }

    @Override
    public SqmTranslatorFactory getSqmTranslatorFactory() {
        return DqliteSqmTranslatorFactory.INSTANCE;
    }

    // Bulk statements on hierarchies: TEMP tables of the session's own connection, created and dropped in its
    // transaction.

    @Override
    public SqmMultiTableMutationStrategy getFallbackSqmMutationStrategy(
            EntityMappingType entity, RuntimeModelCreationContext context) {
        return new LocalTemporaryTableMutationStrategy(entity, context);
    }

    @Override
    public SqmMultiTableInsertStrategy getFallbackSqmInsertStrategy(
            EntityMappingType entity, RuntimeModelCreationContext context) {
        return new LocalTemporaryTableInsertStrategy(entity, context);
    }

    @Override
    public TemporaryTableStrategy getLocalTemporaryTableStrategy() {
        return TEMPORARY_TABLES;
    }

    @Override
    @SuppressWarnings("removal") // drop when Hibernate uses only getLocalTemporaryTableStrategy()
    public TemporaryTableKind getSupportedTemporaryTableKind() {
        return TemporaryTableKind.LOCAL;
    }

    @Override
    @SuppressWarnings("removal") // drop when Hibernate uses only getLocalTemporaryTableStrategy()
    public String getTemporaryTableCreateCommand() {
        return TEMPORARY_TABLES.getTemporaryTableCreateCommand();
    }

    @Override
    @SuppressWarnings("removal") // drop when Hibernate uses only getLocalTemporaryTableStrategy()
    public AfterUseAction getTemporaryTableAfterUseAction() {
        return TEMPORARY_TABLES.getTemporaryTableAfterUseAction();
    }

    @Override
    @SuppressWarnings("removal") // drop when Hibernate uses only getLocalTemporaryTableStrategy()
    public BeforeUseAction getTemporaryTableBeforeUseAction() {
        return TEMPORARY_TABLES.getTemporaryTableBeforeUseAction();
    }

    // Errors

    @Override
    public SQLExceptionConversionDelegate buildSQLExceptionConversionDelegate() {
        return ExceptionConversion::convert;
    }

    @Override
    public ViolatedConstraintNameExtractor getViolatedConstraintNameExtractor() {
        return ExceptionConversion::constraintName;
    }

    @Override
    public boolean causesRollback(SQLException error) {
        return ExceptionConversion.causesRollback(error);
    }

    // Dates and times

    @Override
    public String currentTime() {
        return TemporalSql.CURRENT_TIME;
    }

    @Override
    public String currentTimestamp() {
        return TemporalSql.CURRENT_TIMESTAMP;
    }

    @Override
    public String currentLocalTimestamp() {
        return TemporalSql.CURRENT_LOCAL_TIMESTAMP;
    }

    // A version from the database's clock is selected before a forced increment.

    @Override
    public boolean supportsCurrentTimestampSelection() {
        return true;
    }

    @Override
    public boolean isCurrentTimestampSelectStringCallable() {
        return false;
    }

    @Override
    public String getCurrentTimestampSelectString() {
        return "select " + TemporalSql.CURRENT_TIMESTAMP;
    }

    /** The format is the first argument of SQLite's strftime. In the other order it returns NULL. */
    @Override
    public void initializeFunctionRegistry(FunctionContributions functions) {
        super.initializeFunctionRegistry(functions);
        DqliteFunctions.register(functions, this);
        DqliteCastFunction.register(functions, this);
        functions
                .getFunctionRegistry()
                .register("extract", new DqliteExtractFunction(this, functions.getTypeConfiguration()));
    }

    @Override
    public String castPattern(CastType from, CastType to) {
        if (from == CastType.BOOLEAN && to == CastType.STRING) {
            return "case ?1 when 1 then 'true' when 0 then 'false' end";
        } else if (from == CastType.STRING && to == CastType.BOOLEAN) {
            return DqliteCastFunction.TEXT_TO_BOOLEAN;
        }
        if (to == CastType.STRING && (from == CastType.TIME || from == CastType.TIMESTAMP)) {
            return TemporalCasts.TO_TEXT;
        }
        TemporalKind kind = TemporalKind.of(to);
        if (kind != null) {
            return TemporalCasts.pattern(TemporalKind.of(from), kind);
        }
        String pattern = NumberCasts.pattern(from, to);
        return pattern == null ? super.castPattern(from, to) : pattern;
    }

    @Override
    public String extractPattern(TemporalUnit unit) {
        return TemporalCasts.extract(unit, null);
    }

    @Override
    @SuppressWarnings({"deprecation", "removal"}) // drop when the signature has neither TemporalType nor IntervalType
    public String timestampaddPattern(TemporalUnit unit, TemporalType temporalType, IntervalType intervalType) {
        return DateArithmetic.add(unit, temporalType);
    }

    @Override
    @SuppressWarnings("deprecation") // drop when the signature has no TemporalType
    public String timestampdiffPattern(TemporalUnit unit, TemporalType from, TemporalType to) {
        return DateArithmetic.difference(unit, from, to);
    }

    @Override
    @SuppressWarnings("deprecation") // drop when the signature has no TemporalType
    public void appendDateTimeLiteral(
            SqlAppender sql, TemporalAccessor value, TemporalType precision, TimeZone timeZone) {
        sql.appendSql(TemporalSql.literal(value, precision, timeZone));
    }

    @Override
    @SuppressWarnings("deprecation") // drop when the signature has no TemporalType
    public void appendDateTimeLiteral(SqlAppender sql, Date value, TemporalType precision, TimeZone timeZone) {
        sql.appendSql(TemporalSql.literal(TemporalSql.wall(value, timeZone), precision, timeZone));
    }

    @Override
    @SuppressWarnings("deprecation") // drop when the signature has no TemporalType
    public void appendDateTimeLiteral(SqlAppender sql, Calendar value, TemporalType precision, TimeZone timeZone) {
        sql.appendSql(TemporalSql.literal(TemporalSql.wall(value.getTime(), timeZone), precision, timeZone));
    }
}
