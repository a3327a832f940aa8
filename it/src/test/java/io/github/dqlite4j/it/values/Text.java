package io.github.dqlite4j.it.values;

import java.sql.NClob;
import java.sql.SQLException;
import javax.sql.rowset.serial.SerialClob;

/** An NClob that was not made by the driver. */
final class Text extends SerialClob implements NClob {
    private static final long serialVersionUID = 1L;

    Text(String text) throws SQLException {
        super(text.toCharArray());
    }
}
