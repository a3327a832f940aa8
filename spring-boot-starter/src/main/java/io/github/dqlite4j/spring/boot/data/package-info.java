/** The dialect for Spring Data JDBC. The only package that uses Spring Data, which is optional. */
@NullMarked
package io.github.dqlite4j.spring.boot.data;

import org.jspecify.annotations.NullMarked;
