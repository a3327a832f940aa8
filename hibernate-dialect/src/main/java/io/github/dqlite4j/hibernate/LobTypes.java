package io.github.dqlite4j.hibernate;

import java.io.IOException;
import java.io.Serializable;
import java.io.StringWriter;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import java.util.Objects;
import org.hibernate.HibernateException;
import org.hibernate.SharedSessionContract;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.engine.jdbc.BlobImplementer;
import org.hibernate.engine.jdbc.ClobImplementer;
import org.hibernate.engine.jdbc.proxy.BlobProxy;
import org.hibernate.engine.jdbc.proxy.ClobProxy;
import org.hibernate.engine.jdbc.proxy.NClobProxy;
import org.hibernate.type.descriptor.java.BlobJavaType;
import org.hibernate.type.descriptor.java.ClobJavaType;
import org.hibernate.type.descriptor.java.MutabilityPlan;
import org.hibernate.type.descriptor.java.NClobJavaType;
import org.jspecify.annotations.Nullable;

/**
 * Edits to the Blob or Clob of a managed entity are written at the next flush. Hibernate relies on the driver to do that, but a Blob of
 * dqlite is a copy in memory. So the session keeps a second copy, as it does for byte[], and compares. Blobs made by Hibernate from a
 * stream cannot be edited, and can be read only once.
 */
final class LobTypes {
    private LobTypes() {}

    static void register(TypeContributions contributions) {
        contributions.contributeJavaType(new EditableBlob());
        contributions.contributeJavaType(new EditableClob());
        contributions.contributeJavaType(new EditableNClob());
    }

    private static final class EditableBlob extends BlobJavaType {
        private static final long serialVersionUID = 1L;

        @Override
        public MutabilityPlan<Blob> getMutabilityPlan() {
            return new Plan<>(blob -> BlobProxy.generateProxy(bytes(blob)));
        }

        @Override
        public boolean areEqual(@Nullable Blob one, @Nullable Blob another) {
            return sameContent(one, another, LobTypes::bytes);
        }
    }

    private static final class EditableClob extends ClobJavaType {
        private static final long serialVersionUID = 1L;

        @Override
        public MutabilityPlan<Clob> getMutabilityPlan() {
            return new Plan<>(clob -> ClobProxy.generateProxy(text(clob)));
        }

        @Override
        public boolean areEqual(@Nullable Clob one, @Nullable Clob another) {
            return sameContent(one, another, LobTypes::text);
        }
    }

    private static final class EditableNClob extends NClobJavaType {
        private static final long serialVersionUID = 1L;

        @Override
        public MutabilityPlan<NClob> getMutabilityPlan() {
            return new Plan<>(clob -> NClobProxy.generateProxy(text(clob)));
        }

        @Override
        public boolean areEqual(@Nullable NClob one, @Nullable NClob another) {
            return sameContent(one, another, LobTypes::text);
        }
    }

    private static boolean isEditable(Object lob) {
        return !(lob instanceof BlobImplementer || lob instanceof ClobImplementer);
    }

    private static <T> boolean sameContent(@Nullable T one, @Nullable T another, Reading<T> reading) {
        if (one == another || one == null || another == null || !isEditable(one) && !isEditable(another)) {
            return one == another;
        }
        T edited = isEditable(another) ? another : one;
        Object content;
        try {
            content = reading.read(edited);
        } catch (SQLException | IOException e) {
            // It was freed, so there is no content to write.
            return true;
        }
        try {
            return Objects.deepEquals(content, reading.read(edited == one ? another : one));
        } catch (SQLException | IOException e) {
            // A stream that was read to its end when it was stored: its content is not known.
            return false;
        }
    }

    // The streams are not closed: those of Hibernate's copies are read again, after a reset.

    private static byte[] bytes(Blob blob) throws SQLException, IOException {
        return blob.getBinaryStream().readAllBytes();
    }

    private static String text(Clob clob) throws SQLException, IOException {
        StringWriter text = new StringWriter();
        clob.getCharacterStream().transferTo(text);
        return text.toString();
    }

    @FunctionalInterface
    private interface Reading<T> {
        Object read(T lob) throws SQLException, IOException;
    }

    @FunctionalInterface
    private interface Copying<T> {
        T copy(T lob) throws SQLException, IOException;
    }

    /** Copies what can be edited. */
    private static final class Plan<T> implements MutabilityPlan<T> {
        private static final long serialVersionUID = 1L;

        private final transient Copying<T> copying;

        private Plan(Copying<T> copying) {
            this.copying = copying;
        }

        @Override
        public boolean isMutable() {
            return true;
        }

        @Override
        public @Nullable T deepCopy(@Nullable T value) {
            if (value == null || !isEditable(value)) {
                return value;
            }
            try {
                return copying.copy(value);
            } catch (SQLException | IOException e) {
                throw new HibernateException("A Blob or Clob cannot be read", e);
            }
        }

        @Override
        public Serializable disassemble(T value, SharedSessionContract session) {
            throw new UnsupportedOperationException("Blobs and Clobs are not cacheable");
        }

        @Override
        public T assemble(Serializable cached, SharedSessionContract session) {
            throw new UnsupportedOperationException("Blobs and Clobs are not cacheable");
        }
    }
}
