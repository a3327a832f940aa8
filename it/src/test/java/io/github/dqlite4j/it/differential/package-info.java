/** The same HQL and Criteria queries on dqlite and on H2: the results are compared. */
@NullMarked
package io.github.dqlite4j.it.differential;

import org.jspecify.annotations.NullMarked;
