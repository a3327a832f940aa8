# Comparisons and predicates
select b.id from Book b where b.pages = 100 order by b.id
select b.id from Book b where b.pages <> 100 order by b.id
select b.id from Book b where b.price = 10.0bd order by b.id
select b.id from Book b where b.price < 10 order by b.id
select b.id from Book b where b.price >= 7.35bd order by b.id
select b.id from Book b where b.price in (10, 0.10bd, -5.25bd) order by b.id
select b.id from Book b where b.rating > 3.5 order by b.id
select b.id from Book b where b.title = 'alpha' order by b.id
select b.id from Book b where b.title < 'alpha' order by b.id
select b.id from Book b where b.title between 'A' and 'a' order by b.id
select b.id from Book b where b.pages between 7 and 100 order by b.id
select b.id from Book b where b.pages not between 7 and 100 order by b.id
select b.id from Book b where b.stock is null order by b.id
select b.id from Book b where b.stock is not null order by b.id
select b.id from Book b where b.available order by b.id
select b.id from Book b where not b.available order by b.id
select b.id from Book b where b.available = true order by b.id
select b.id from Book b where b.available is true order by b.id
select b.id from Book b where b.available is not false order by b.id
select b.id from Book b where b.stock is distinct from 0 order by b.id
select b.id from Book b where b.stock is not distinct from null order by b.id
select b.id from Book b where b.rating is distinct from b.stock order by b.id
select b.id from Book b where b.stock not in (0, 1) order by b.id
select b.id from Book b where b.stock in (0, null) order by b.id
select b.id from Book b where b.genre = NOVEL order by b.id
select b.id from Book b where b.genre in (NOVEL, POETRY) order by b.id
select b.id from Book b where b.genre > NOVEL order by b.id
select a.id from Author a where a.country = DE order by a.id
select a.id from Author a where a.country in ('DE', 'FR') order by a.id
select b.id from Book b where b.title = 'Zeta''s' order by b.id
select b.id from Book b where b.pages > 100 and b.available or b.stock = 0 order by b.id
select b.id from Book b where not (b.pages > 100 and b.available) order by b.id
select b.id from Book b where b.title like 'A%' order by b.id
select b.id from Book b where b.title like '%a' order by b.id
select b.id from Book b where b.title not like '%a%' order by b.id
select b.id from Book b where b.title like 'a\_b' escape '\' order by b.id
select b.id from Book b where b.title like '%!%%' escape '!' order by b.id
select b.id from Book b where b.title ilike 'ALPHA' order by b.id
select b.id from Book b where b.title not ilike '%A%' order by b.id
select b.id from Book b where b.title ilike 'É%' order by b.id
select b.id from Book b where b.title ilike '%!%%' escape '!' order by b.id
select b.id from Book b where b.tags is empty order by b.id
select b.id from Book b where b.tags is not empty order by b.id
select b.id from Book b where 'tag1' member of b.tags order by b.id
select b.id from Book b where 'tag1' not member of b.tags order by b.id
select b.id from Book b where cast(b.code as String) = '01234567-89ab-cdef-8000-000000000003' order by b.id
select b.id from Book b where b.cover is null order by b.id
select a.id from Author a where a.address is null order by a.id
select a.id from Author a where a.address.city = 'Kiel' order by a.id
select a.id from Author a where a.address.street is null order by a.id
select b.id from Book b where b.added > zoned datetime 2024-03-20 12:00:00Z order by b.id
# Tuples
select b.id from Book b where (b.pages, b.title) = (100, 'Alpha') order by b.id
select b.id from Book b where (b.pages, b.title) <> (100, 'Alpha') order by b.id
select b.id from Book b where (b.pages, b.title) in ((100, 'Alpha'), (7, 'Gamma')) order by b.id
select b.id from Book b where (b.pages, b.title) not in ((100, 'Alpha'), (7, 'Gamma')) order by b.id
select b.id from Book b where (b.pages, b.id) > (100, 1) order by b.id
select b.id from Book b where (b.pages, b.id) <= (100, 1) order by b.id
select b.id from Book b where (b.pages, b.title) in (select c.pages, c.title from Book c where c.available) order by b.id
select b.id from Book b where (b.pages, b.title) not in (select c.pages, c.title from Book c where c.available) order by b.id
select b.id from Book b where (b.pages, b.genre) = any (select c.pages, c.genre from Book c where c.id in (1, 3)) order by b.id
select a.id from Author a where (a.address.street, a.address.city) = ('Am Markt', 'Jena') order by a.id
# Subqueries
select b.id from Book b where b.author.id in (select a.id from Author a where a.country = DE) order by b.id
select b.id from Book b where b.author.id not in (select a.id from Author a where a.country = DE) order by b.id
select b.id from Book b where b.author in (select a from Author a where a.height is null) order by b.id
select b.id from Book b where b.pages in (with long as (select c.pages as pages from Book c where c.pages > 200) select l.pages from long l) order by b.id
select b.id from Book b where b.pages in (select c.pages from Book c where c.pages > 200 union select 7) order by b.id
select b.id from Book b where b.pages in (select c.pages from Book c order by c.pages desc limit 2) order by b.id
select b.id from Book b where b.stock in (select c.stock from Book c where c.id < 3) order by b.id
select b.id from Book b where b.stock not in (select c.stock from Book c where c.id in (4, 5)) order by b.id
select b.id from Book b where exists (select 1 from Book c where c.author = b.author and c.id <> b.id) order by b.id
select b.id from Book b where not exists (select 1 from Book c where c.author = b.author and c.id <> b.id) order by b.id
select b.id from Book b where b.pages = (select max(c.pages) from Book c) order by b.id
select b.id from Book b where b.pages > (select avg(c.pages) from Book c) order by b.id
select b.id, (select count(c) from Book c where c.author = b.author) from Book b order by b.id
select b.id from Book b where (select count(r) from b.readers r) > 1 order by b.id
select b.id from Book b where b.pages > all (select c.pages from Book c where c.genre = POETRY) order by b.id
select b.id from Book b where b.pages >= all (select c.pages from Book c) order by b.id
select b.id from Book b where b.pages < all (select c.pages from Book c where c.genre = POETRY) order by b.id
select b.id from Book b where b.pages <= all (select c.pages from Book c where c.pages < 0) order by b.id
select b.id from Book b where b.pages = all (select c.pages from Book c where c.pages = 100) order by b.id
select b.id from Book b where b.pages <> all (select c.pages from Book c where c.available) order by b.id
select b.id from Book b where b.pages > any (select c.pages from Book c where c.genre = POETRY) order by b.id
select b.id from Book b where b.pages >= any (select c.pages from Book c where c.genre = POETRY) order by b.id
select b.id from Book b where b.pages < some (select c.pages from Book c where c.genre = POETRY) order by b.id
select b.id from Book b where b.pages <= some (select c.pages from Book c where c.pages < 0) order by b.id
select b.id from Book b where b.pages = any (select c.pages from Book c where c.available and c.id < 6) order by b.id
select b.id from Book b where b.pages <> any (select c.pages from Book c where c.available) order by b.id
select b.id from Book b where not (b.pages > all (select c.pages from Book c where c.genre = POETRY)) order by b.id
select b.id from Book b where b.stock > all (select c.stock from Book c where c.id in (1, 5)) order by b.id
select b.id from Book b where not (b.stock > all (select c.stock from Book c where c.id in (1, 5))) order by b.id
select b.id from Book b where not (b.stock = any (select c.stock from Book c where c.id in (1, 5))) order by b.id
select b.id from Book b where b.stock = any (select c.stock from Book c where c.id in (1, 5)) order by b.id
select b.id from Book b where b.pages > all (select max(c.pages) from Book c where c.genre = POETRY group by c.available) order by b.id
select b.id from Book b where b.pages >= all (select c.pages from Book c order by c.pages limit 3) order by b.id
select b.id from Book b where b.pages >= all (select c.pages from Book c where c.id < 3 union all select 200) order by b.id
select a.id from Author a where 3 > all (select count(c) from Book c where c.author = a) order by a.id
select b.author.id, max(b.pages) from Book b where b.author is not null group by b.author.id having max(b.pages) >= all (select max(c.pages) from Book c where c.author is not null group by c.author) order by 1
select b.id from Book b where b.pages > every (select c.pages from Book c where c.genre = POETRY) order by b.id
select a.id from Author a where 100 < all (select c.pages from a.books c) order by a.id
select b.id from Book b where b.id = all (select c.id from Book c where c.pages = b.pages) order by b.id
# Joins
select b.id, a.name from Book b join b.author a order by b.id
select b.id, a.name from Book b left join b.author a order by b.id
select b.id, a.id from Book b right join b.author a order by a.id, b.id
select b.id, a.id from Book b full join Author a on a.id = b.id - 2 order by 1, 2
select b.id, a.id from Book b cross join Author a where a.id = b.pages order by 1
select b.id, c.id from Book b join Book c on c.pages = b.pages and c.id > b.id order by b.id
select a.id, count(b) from Author a left join a.books b group by a.id order by a.id
select b.id, r.name from Book b join b.readers r with r.points > 10 order by b.id, r.name
select b.id, t from Book b join b.tags t order by b.id, t
select distinct a from Author a join fetch a.books order by a.id
select a.id, b.title from Author a left join lateral (select c.title as title from Book c where c.author = a order by c.id limit 1) b order by a.id
select a.id, x.most from Author a join (select max(c.pages) as most, c.author.id as author from Book c group by c.author.id) x on x.author = a.id order by a.id
from Medium m order by m.id
from Film f
select type(m), m.id from Medium m order by m.id
select m.id from Medium m where type(m) = Song order by m.id
select treat(m as Film).minutes from Medium m order by m.id
from Place p order by p.id
from Shelf s where s.room.seats = 40 order by s.id
select p.id from Place p where treat(p as Shelf).boards > 4 order by p.id
# Aggregates and grouping
select count(*) from Book b
select count(b.stock), count(distinct b.pages) from Book b
select sum(b.pages), avg(b.pages), min(b.pages), max(b.pages) from Book b
select sum(b.price), min(b.price), max(b.price) from Book b
select avg(b.price) from Book b where b.id in (1, 2)
select sum(b.rating), avg(b.rating) from Book b
select min(b.title), max(b.title) from Book b where b.id < 5
select min(b.published), max(b.published), min(b.changed), max(b.added) from Book b
select sum(b.pages) from Book b where b.id < 0
select count(b) from Book b where b.id < 0
select b.genre, count(*), sum(b.pages) from Book b group by b.genre order by b.genre nulls first
select b.available, b.genre, count(*) from Book b group by b.available, b.genre order by 1, 2 nulls last
select b.genre, count(*) from Book b group by b.genre having count(*) > 2 order by b.genre
select b.author.id, sum(b.price) from Book b group by b.author.id having sum(b.price) > 10 order by 1 nulls first
select year(b.published), count(*) from Book b group by year(b.published) order by 1 nulls first
select a, count(b) from Author a join a.books b group by a order by a.id
select a.name, count(b) from Author a join a.books b group by a.id order by a.id
select every(b.available), any(b.available) from Book b
select every(b.pages > 0), any(b.pages > 900) from Book b
select b.genre, every(b.pages > 5) from Book b group by b.genre order by 1 nulls first
select sum(case when b.available then 1 else 0 end) from Book b
select count(*) filter (where b.available) from Book b
select sum(b.pages) filter (where b.genre = NOVEL) from Book b
select listagg(b.title, ',') within group (order by b.title) from Book b where b.pages = 100
select listagg(b.title, ',') within group (order by b.id desc) from Book b where b.id < 5
select listagg(b.title, '; ') from Book b where b.id = 1
select listagg(distinct b.genre || '', ',') within group (order by b.genre || '') from Book b where b.id = 1
select b.genre, listagg(b.title, '/') within group (order by b.id) from Book b where b.id < 6 group by b.genre order by b.genre
select listagg(b.title, ',') within group (order by b.id) filter (where b.available) from Book b where b.id < 6
select stddev(b.pages), stddev_samp(b.pages), stddev_pop(b.pages) from Book b
select variance(b.pages), var_samp(b.pages), var_pop(b.pages) from Book b
select corr(b.pages, b.rating), covar_pop(b.pages, b.rating), covar_samp(b.pages, b.rating) from Book b
select regr_slope(b.pages, b.rating), regr_intercept(b.pages, b.rating), regr_count(b.pages, b.rating) from Book b
select median(b.pages) from Book b
select percentile_cont(0.5) within group (order by b.rating) from Book b
select percentile_disc(0.5) within group (order by b.pages) from Book b
select mode() within group (order by b.pages) from Book b
select rank(100) within group (order by b.pages) from Book b
select count(distinct b.author.id) from Book b
select max(b.available) from Book b where b.id = -1
# Window functions
select b.id, row_number() over (order by b.pages, b.id) from Book b order by b.id
select b.id, rank() over (order by b.pages), dense_rank() over (order by b.pages) from Book b order by b.id
select b.id, sum(b.pages) over (partition by b.genre) from Book b order by b.id
select b.id, sum(b.pages) over (order by b.id rows between 1 preceding and current row) from Book b order by b.id
select b.id, avg(b.pages) over (order by b.id rows between unbounded preceding and unbounded following) from Book b order by b.id
select b.id, lag(b.title) over (order by b.id), lead(b.title, 2) over (order by b.id) from Book b order by b.id
select b.id, first_value(b.title) over (partition by b.available order by b.id), last_value(b.title) over (partition by b.available order by b.id) from Book b order by b.id
select b.id, nth_value(b.title, 2) over (order by b.id) from Book b order by b.id
select b.id, ntile(3) over (order by b.id), percent_rank() over (order by b.pages), cume_dist() over (order by b.pages) from Book b order by b.id
select b.id, count(*) over () from Book b order by b.id
select b.id, sum(b.price) over (order by b.id) from Book b order by b.id
select b.id, sum(b.pages) over (order by b.pages groups between 1 preceding and 1 following) from Book b order by b.id
select b.id, sum(b.pages) over (order by b.id rows between unbounded preceding and current row exclude current row) from Book b order by b.id
# Order, limit, distinct
select b.id from Book b order by b.stock nulls first, b.id
select b.id from Book b order by b.stock desc nulls last, b.id
select b.id from Book b order by b.stock asc nulls last, b.id
select distinct b.pages from Book b order by b.pages
select distinct b.genre, b.available from Book b order by b.genre nulls first, b.available
select b.id from Book b order by b.id limit 3
select b.id from Book b order by b.id limit 3 offset 2
select b.id from Book b order by b.id offset 8
select b.id from Book b order by b.id fetch first 2 rows only
select b.id from Book b order by b.pages fetch first 4 rows with ties
select b.id from Book b order by b.id fetch first 30 percent rows only
select b.title as t from Book b where b.id < 4 order by t
select b.id, b.pages from Book b order by 2, 1
select b.id from Book b order by lower(b.title), b.id
select b.id from Book b order by case when b.available then 0 else 1 end, b.id desc
# Set operations
select b.id from Book b where b.id < 3 union select b.id from Book b where b.id < 5 order by 1
select b.pages from Book b where b.id < 6 union all select b.pages from Book b where b.id < 3 order by 1
select b.pages from Book b intersect select b.pages from Book b where b.available order by 1
select b.pages from Book b except select b.pages from Book b where b.available order by 1
(select b.id from Book b order by b.id limit 2) union (select b.id from Book b order by b.id desc limit 2)
(select b.id from Book b order by b.id desc limit 1) union all (select b.id from Book b where b.id = 3)
select b.id from Book b where b.id < 4 except (select b.id from Book b where b.id = 1 union select b.id from Book b where b.id = 2)
select b.id from Book b union select a.id from Author a order by 1 limit 3
# Common table expressions
with long as (select b.id as id, b.pages as pages from Book b where b.pages > 200) select l.id from long l where l.pages < 500 order by l.id
with x as materialized (select b.id as id from Book b) select count(*) from x
with x as not materialized (select b.id as id from Book b) select count(*) from x
with t as (select n.id as id, 0 as depth from Node n where n.parent is null union all select n.id as id, x.depth + 1 as depth from t x join Node n on n.parent.id = x.id) select y.id, y.depth from t y order by y.id
with t as (select n.id as id from Node n where n.parent is null union all select n.id as id from t x join Node n on n.parent.id = x.id) search depth first by id set ord select y.id from t y order by y.ord
with t as (select n.id as id from Node n where n.parent is null union all select n.id as id from t x join Node n on n.parent.id = x.id) search breadth first by id set ord select y.id from t y order by y.ord
with t as (select n.id as id from Node n where n.id = 3 union all select c.id as id from t x join Node c on c.id = 10 - x.id - 4 or c.id = x.id + 1 and c.id < 6) cycle id set loops select y.id, y.loops from t y order by y.id, y.loops
with t as (select 1 as n union all select x.n + 1 as n from t x where x.n < 5) select sum(y.n) from t y
# Arithmetic
select b.id, b.pages + 1, b.pages - 1, b.pages * 2, -b.pages from Book b order by b.id
select b.id, b.pages / 3, b.pages % 3, mod(b.pages, 7) from Book b order by b.id
select b.id, b.pages / 2.0 from Book b order by b.id
select b.id, b.price * 3, b.price + 0.01bd, b.price - b.price from Book b order by b.id
select b.id, b.price * b.pages from Book b order by b.id
select b.id, b.rating * 2, b.rating / 2 from Book b order by b.id
select b.id, abs(b.stock), sign(b.stock) from Book b order by b.id
select b.id, ceiling(b.rating), floor(b.rating), round(b.rating, 1) from Book b order by b.id
select b.id, round(b.price, 1), ceiling(b.price), floor(b.price) from Book b order by b.id
select round(2.5), round(-2.5), round(2.45, 1) from Book b where b.id = 1
select b.id, truncate(b.rating, 1), trunc(b.rating) from Book b order by b.id
select b.id, truncate(b.price, 1) from Book b order by b.id
select sqrt(16.0), power(2, 10), exp(0), ln(1), log10(1000), log(2, 8) from Book b where b.id = 1
select sin(0), cos(0), tan(0), asin(0), acos(1), atan(0), atan2(0, 1) from Book b where b.id = 1
select sinh(0), cosh(0), tanh(0), pi from Book b where b.id = 1
select degrees(pi), radians(180) from Book b where b.id = 1
select greatest(1, 3, 2), least(3, 1, 2) from Book b where b.id = 1
select b.id, greatest(b.stock, 0) from Book b order by b.id
select bitand(12, 10), bitor(12, 10), bitxor(12, 10), bitnot(5) from Book b where b.id = 1
select cast(7 as Double) / 2 from Book b where b.id = 1
select b.id, nullif(b.pages, 100), coalesce(b.stock, -1), ifnull(b.stock, -2) from Book b order by b.id
select 7 / 2, 7 % 4, -7 / 2, -7 % 4 from Book b where b.id = 1
select 1 + 2 * 3 - 4, (1 + 2) * 3 from Book b where b.id = 1
select 9223372036854775807L from Book b where b.id = 1
# Strings
select b.id, upper(b.title), lower(b.title), length(b.title) from Book b where b.id <> 9 order by b.id
select upper(b.title), lower(b.title) from Book b where b.id = 9
select b.id, b.title || '!', concat(b.title, '-', b.pages) from Book b order by b.id
select b.id, b.isbn || 'x', concat(b.isbn, 'x') from Book b order by b.id
select b.id, substring(b.title, 2), substring(b.title, 2, 3), substring(b.title from 1 for 2) from Book b order by b.id
select b.id, left(b.title, 2), right(b.title, 2) from Book b order by b.id
select left('abc', 0), right('abc', 0), left('abc', 9), right('abc', 9) from Book b where b.id = 1
select b.id, trim(b.title), trim(leading from b.title), trim(trailing from b.title), trim(both 'a' from b.title) from Book b order by b.id
select trim(leading 'x' from 'xxaxx'), trim(trailing 'x' from 'xxaxx') from Book b where b.id = 1
select b.id, replace(b.title, 'a', 'oo') from Book b order by b.id
select locate('a', 'banana'), locate('a', 'banana', 3), locate('x', 'banana'), locate('', 'banana') from Book b where b.id = 1
select b.id, locate('a', b.title, 2) from Book b order by b.id
select position('na' in 'banana') from Book b where b.id = 1
select lpad('7', 3, '0'), rpad('7', 3, '0'), lpad('7', 3), rpad('7', 3) from Book b where b.id = 1
select lpad('1234', 3, '0'), rpad('1234', 3, '0') from Book b where b.id = 1
select pad('7' with 3 leading '0'), pad('7' with 3 trailing '*') from Book b where b.id = 1
select repeat('ab', 3), repeat('ab', 0), repeat('ab', 1) from Book b where b.id = 1
select overlay('banana' placing 'XX' from 2 for 3), overlay('banana' placing 'XX' from 2) from Book b where b.id = 1
select ascii('A'), chr(66) from Book b where b.id = 1
select b.id, character_length(b.title), octet_length(b.title), bit_length(b.title) from Book b where b.id <> 9 order by b.id
select octet_length(b.title) from Book b where b.id = 9
select hex(b.cover) from Book b where b.id = 2
select b.id from Book b where b.title like regexp '^[A-Z].*a$' order by b.id
select b.id, b.title[1:2] from Book b order by b.id
select b.id, b.title[1] from Book b where b.id < 3 order by b.id
select regexp_like('abc', 'b') from Book b where b.id = 1
select soundex('Robert') from Book b where b.id = 1
# Casts
select cast(b.pages as String), cast(b.available as String), cast(b.rating as String) from Book b where b.id = 1
select cast('12' as Integer), cast('12' as Long), cast('1.5' as Double), cast('1.50' as BigDecimal) from Book b where b.id = 1
select cast(b.rating as Integer), cast(b.rating as Long) from Book b where b.id in (3, 8) order by b.id
select cast(b.price as Double), cast(b.pages as BigDecimal) from Book b where b.id = 1
select cast('true' as Boolean), cast('f' as Boolean), cast(1 as Boolean), cast(0 as Boolean) from Book b where b.id = 1
select cast(b.available as Integer) from Book b order by b.id
select cast(b.code as String) from Book b where b.id = 4
select cast('2024-01-31' as LocalDate), cast('10:11:12' as LocalTime), cast('2024-01-31 10:11:12' as LocalDateTime) from Book b where b.id = 1
select cast(b.published as String) from Book b where b.id = 1
select cast('abcdef' as String(3)) from Book b where b.id = 1
select cast('abcdef' as Character), cast(' x' as Character) from Book b where b.id = 1
select cast(b.opens as String) from Book b order by b.id
select cast(b.changed as String) from Book b order by b.id
select str(time 10:20:30) from Book b where b.id = 1
select cast(X'FF00EE11' as Binary(2)) from Book b where b.id = 1
select cast(b.genre as String), cast(b.genre as Integer) from Book b where b.id = 2
select cast(a.country as String) from Author a where a.id = 1
select cast(b.changed as LocalDate) from Book b where b.id = 1
select str(b.pages) from Book b where b.id = 1
select cast(3.7 as Integer), cast(-3.7 as Integer) from Book b where b.id = 1
select cast(null as String) from Book b where b.id = 1
# Dates and times
select b.id, year(b.published), month(b.published), day(b.published) from Book b order by b.id
select b.id, hour(b.changed), minute(b.changed), second(b.changed) from Book b order by b.id
select b.id, extract(quarter from b.published), extract(week from b.published) from Book b order by b.id
select b.id, extract(day of week from b.published), extract(day of month from b.published), extract(day of year from b.published) from Book b order by b.id
select b.id, extract(epoch from b.changed) from Book b order by b.id
select b.id, extract(nanosecond from b.changed) from Book b order by b.id
select b.id, extract(second from b.opens), extract(hour from b.opens) from Book b order by b.id
select b.id, extract(date from b.changed), extract(time from b.changed) from Book b order by b.id
select b.id, extract(week of year from b.published), extract(week of month from b.published) from Book b order by b.id
select b.id, trunc(b.changed, year), trunc(b.changed, month), trunc(b.changed, day) from Book b order by b.id
select b.id, trunc(b.changed, hour), trunc(b.changed, minute), trunc(b.changed, second) from Book b order by b.id
select b.id, truncate(b.changed, quarter), truncate(b.changed, week) from Book b order by b.id
select b.id, trunc(b.published, month) from Book b order by b.id
select b.id, b.published + 1 day, b.published - 1 month, b.published + 1 year from Book b order by b.id
select b.id, b.changed + 1 hour, b.changed - 90 minute, b.changed + 1 week from Book b order by b.id
select b.id, b.changed + 1 quarter, b.changed + 30 second from Book b order by b.id
select b.id, b.added + 1 day from Book b order by b.id
select b.id, (b.published - date 2020-01-01) by day from Book b order by b.id
select b.id, (b.changed - datetime 2020-01-01 00:00:00) by hour from Book b order by b.id
select b.id, (b.changed - datetime 2020-01-01 00:00:00) by second from Book b order by b.id
select b.id, timestampdiff(month, datetime 2020-01-15 00:00:00, b.changed) from Book b order by b.id
select b.id, timestampadd(day, 3, b.published) from Book b order by b.id
select b.id, b.length by minute, b.length by second from Book b order by b.id
select b.id from Book b where b.length > 1 hour order by b.id
select b.id from Book b where b.published > date 2020-01-01 order by b.id
select b.id from Book b where b.changed < datetime 2024-01-31 12:00:00 order by b.id
select b.id from Book b where b.opens > time 10:00:00 order by b.id
select b.id from Book b where b.published between date 2023-01-01 and date 2023-12-31 order by b.id
select b.id, format(b.changed as 'yyyy-MM-dd') from Book b order by b.id
select b.id, format(b.changed as 'HH:mm:ss') from Book b order by b.id
select b.id, format(b.published as 'dd/MM/yy') from Book b order by b.id
select b.id, format(b.published as 'EEEE') from Book b order by b.id
select b.id, format(b.published as 'EEE') from Book b order by b.id
select b.id, format(b.published as 'MMMM') from Book b order by b.id
select b.id, format(b.published as 'MMM') from Book b order by b.id
select b.id, format(b.changed as 'hh:mm a') from Book b order by b.id
select b.id, format(b.changed as 'SSS') from Book b order by b.id
select b.id, format(b.changed as '''at'' HH') from Book b order by b.id
select b.id, format(b.published as 'D') from Book b order by b.id
select b.id from Book b where b.published < local date order by b.id
select b.id from Book b where b.changed < local datetime order by b.id
select b.id from Book b where b.added < instant order by b.id
select date 2024-02-29, time 10:11:12, datetime 2024-02-29 10:11:12 from Book b where b.id = 1
select {d '2024-02-29'} from Book b where b.id = 1
# Case, literals, functions of entities
select b.id, case when b.pages > 300 then 'long' when b.pages > 50 then 'mid' else 'short' end from Book b order by b.id
select b.id, case b.genre when NOVEL then 1 when POETRY then 2 end from Book b order by b.id
select b.id, case when b.stock is null then null else b.stock end from Book b order by b.id
select 'it''s', 1, 1L, 1.5, 1.5f, 2.5bd, true, null, 0x1F from Book b where b.id = 1
select b.id, b.pages > 100 from Book b order by b.id
select b.id, b.pages > 100 and b.available from Book b order by b.id
select id(b), version(b) from Book b order by b.id
select b.author from Book b where b.id = 1
select b from Book b where b.id in (1, 2) order by b.id
select a.address from Author a where a.id = 1
select new map(b.id as id, b.title as title) from Book b where b.id = 1
select b.id, size(b.tags), size(b.readers) from Book b order by b.id
select b.id, count(elements(b.tags)) from Book b group by b.id order by b.id
select b.id, max(elements(b.tags)) from Book b order by b.id
select b.cover, b.code, b.length, b.opens from Book b order by b.id
select b.price, b.published, b.changed, b.added from Book b order by b.id
select sql('1 + 1') from Book b where b.id = 1
select function('abs', -3) from Book b where b.id = 1
select b.id from Book b where column(b.title as String) = 'Alpha'
# JSON
select json_value('{"a":{"b":3}}', '$.a.b') from Book b where b.id = 1
select json_value('{"a":3}', '$.a' returning Integer) from Book b where b.id = 1
select json_query('{"a":[1,2]}', '$.a') from Book b where b.id = 1
select json_exists('{"a":3}', '$.a'), json_exists('{"a":3}', '$.b') from Book b where b.id = 1
select json_object('a': 1, 'b': 'x') from Book b where b.id = 1
select json_array(1, 'a', null null on null) from Book b where b.id = 1
select json_array(1, 'a', null) from Book b where b.id = 1
select json_arrayagg(b.pages order by b.id) from Book b where b.id < 4
select json_objectagg(b.isbn : b.pages) from Book b where b.id = 2
# Set-returning functions
select s from generate_series(1, 4) s order by s
select s from generate_series(10, 1, -3) s order by s
select b.id, s from Book b join generate_series(1, 2) s on true where b.id < 3 order by b.id, s
# More JSON
select json_value('{"a":true,"b":"x","c":null,"d":1.5}', '$.a') from Book b where b.id = 1
select json_value('{"a":true}', '$.a' returning Boolean) from Book b where b.id = 1
select json_value('{"b":"x y"}', '$.b') from Book b where b.id = 1
select json_value('{"c":null}', '$.c') from Book b where b.id = 1
select json_value('{"c":1}', '$.x') from Book b where b.id = 1
select json_value('{"d":{"e":1}}', '$.d') from Book b where b.id = 1
select json_query('{"a":1}', '$.x') from Book b where b.id = 1
select json_query('{"a":{"b":[1,{"c":"d"}]}}', '$.a') from Book b where b.id = 1
select json_query('{"a":[1]}', '$.a' with wrapper) from Book b where b.id = 1
select json_object('a': b.available, 'b': null) from Book b where b.id = 1
select json_object('a': b.stock absent on null) from Book b order by b.id
select json_object('o': json_object('i': 1), 'l': json_array(1, 2)) from Book b where b.id = 1
select json_array(b.available, b.title, b.pages, b.rating) from Book b order by b.id
select json_arrayagg(b.stock order by b.id) from Book b
select json_arrayagg(b.stock null on null order by b.id) from Book b
select json_arrayagg(b.title order by b.id desc) filter (where b.available) from Book b
select json_arrayagg(b.pages) from Book b where b.id < 0
select b.genre, json_arrayagg(b.available order by b.id) from Book b where b.genre is not null group by b.genre order by b.genre
select json_objectagg(b.isbn : b.stock absent on null) from Book b where b.isbn is not null and b.id < 3
select b.id, json_object('a': b.published, 'b': b.changed, 'c': b.opens) from Book b order by b.id
select b.id, json_array(b.published, b.changed, b.opens null on null) from Book b order by b.id
select json_arrayagg(b.changed order by b.id) from Book b
select b.id, json_array(b.added null on null) from Book b order by b.id
select b.id, json_value(json_object('c': b.changed), '$.c' returning LocalDateTime) from Book b where b.changed is not null order by b.id
select b.id from Book b where json_value(json_object('c': b.changed), '$.c' returning LocalDateTime) = b.changed order by b.id
select b.id, json_value(json_object('a': b.added), '$.a' returning Instant) from Book b where b.added is not null order by b.id
select b.id from Book b where json_value(json_object('a': b.added), '$.a' returning Instant) = b.added order by b.id
select b.id from Book b where json_value(json_object('o': b.opens), '$.o' returning LocalTime) = b.opens order by b.id
select b.id, json_value(json_object('d': b.published), '$.d' returning LocalDate) from Book b order by b.id
select json_value('{"t":"2024-02-03T04:05:06"}', '$.t' returning LocalDateTime) from Book b where b.id = 1

# LIKE with wildcards of GLOB, and calculated patterns
select b.id from Book b where b.title like '_lpha' order by b.id
select b.id from Book b where b.title like '[A]%' order by b.id
select b.id from Book b where b.title like concat('A', '%') order by b.id
select b.id from Book b where concat('x*[?', b.title) like concat('x*[?a', '%') order by b.id
select b.id from Book b where b.title like concat('a!', '_b') escape '!' order by b.id
select b.id from Book b where concat(b.title,'!') like concat('a__', '!!') escape '!' order by b.id
select b.id from Book b where concat(b.title,'[') like concat('a__', '[[') escape '[' order by b.id
select b.id from Book b where b.title like substring(b.title, 1, 1) || '%' order by b.id
select b.id from Book b where b.title like b.title order by b.id
select b.id from Book b where b.title like null order by b.id
select b.id from Book b where b.title ilike 'a%' order by b.id
select b.id from Book b where b.title not ilike 'a%' order by b.id
select b.id from Book b where b.title like '' order by b.id
select b.id from Book b where b.isbn like '978-%' order by b.id
select b.id from Book b where b.isbn not like '978-1%' order by b.id
select b.id from Book b where b.title like 'É%' order by b.id
# Arrays
select array('a', l.text, null) from Lists l where l.id=1
select array_list('x', 'y') from Lists l where l.id=1
select array_agg(b.title) within group (order by b.title) from Book b
select array_agg(b.rating) within group (order by b.id desc) from Book b
select array_agg(b.stock) within group (order by b.id desc) from Book b
select array_agg(b.published) within group (order by b.id desc) from Book b
select b.genre, array_agg(b.stock) within group (order by b.stock) filter (where b.stock > 10) from Book b group by b.genre order by 1 nulls first
select array_length(l.tags) from Lists l order by l.id
select length(l.tags) from Lists l order by l.id
select array_length(array_agg(b.stock) within group (order by b.id)) from Book b
select array_to_string(array_agg(b.stock) within group (order by b.id), '-') from Book b
select l.tags[1] from Lists l order by l.id
select l.flags[2], l.days[1], l.reals[1], l.ids[1] from Lists l order by l.id
select array_get(l.numbers, 2), array_get(l.numbers, 9) from Lists l order by l.id
select array_contains(l.tags, 'b'), array_contains(l.reals, 1.5), array_contains(l.flags, false) from Lists l order by l.id
select array_contains(l.tags, null), array_contains_nullable(l.tags, null) from Lists l order by l.id
select l.id from Lists l where l.tags contains 'b' order by l.id
select l.id from Lists l where l.tags not contains 'b' order by l.id
select array_includes(l.tags, array_list('a')), array_includes_nullable(l.tags, array_list('a', null)) from Lists l where l.id < 5 order by l.id
select l.id from Lists l where l.tags includes array_list('a','b') order by l.id
select l.id from Lists l where l.tags intersects array_list('x','b') order by l.id
select array_position(l.tags, 'b'), array_position(l.tags, 'zz'), array_position(l.tags, null) from Lists l order by l.id
select array_positions_list(l.tags, 'a') from Lists l order by l.id
select position('b' in l.tags) from Lists l order by l.id
select array_set(l.tags, 2, 'q') from Lists l order by l.id
select array_set(l.tags, 6, 'q') from Lists l order by l.id
select array_set(l.reals, 1, 0.3) from Lists l order by l.id
select array_append(l.tags, 'q'), array_prepend('q', l.tags) from Lists l order by l.id
select l.tags || 'q', 'q' || l.tags, l.tags || l.tags from Lists l order by l.id
select array_append(l.flags, true), array_append(l.days, local date) from Lists l where l.id=7
select array_append(l.days, date 2024-02-03) from Lists l order by l.id
select array_concat(l.tags, l.tags, array('x')) from Lists l order by l.id
select array_remove(l.tags, 'a'), array_remove(l.tags, null) from Lists l order by l.id
select array_remove_index(l.tags, 1) from Lists l order by l.id
select array_replace(l.tags, 'a', 'z') from Lists l order by l.id
select l.tags[1:2] from Lists l order by l.id
select array_trim(l.tags, 1) from Lists l where l.id <> 3 order by l.id
select array_reverse(l.tags), array_reverse(l.reals) from Lists l order by l.id
select array_sort(l.tags), array_sort(l.tags, true), array_sort(l.tags, true, false), array_sort(l.reals), array_sort(l.reals, true) from Lists l order by l.id
select array_sort(l.tags, false, true) from Lists l order by l.id
select array_fill_list(1, 2) from Lists l where l.id=1
select array_to_string(l.tags, ','), array_to_string(l.tags, ',', 'null'), array_to_string(l.flags, '-') from Lists l order by l.id
select array_to_string(l.numbers, ',') from Lists l order by l.id
select cast(l.tags as String), str(l.tags), str(l.numbers), str(l.flags) from Lists l order by l.id
select l.id, index(t), t from Lists l join lateral unnest(l.tags) t order by l.id, index(t)
select t from unnest(array(1,2,3)) t order by t
select array_intersects(l.tags, array('a')) from Lists l where l.id = 5
select array_intersects(l.tags, array('a')), array_intersects_nullable(l.tags, array('c', null)) from Lists l where l.id < 5 order by l.id
select array_slice(l.tags, 3, 10) from Lists l order by l.id
select array_slice(l.tags, 2, 3) from Lists l order by l.id
# Functions in FROM
select s from generate_series(1, 5) s order by s
select s from generate_series(1, 5, 2) s order by s
select s from generate_series(5, 1, -2) s order by s desc
select s from generate_series(date 2024-01-01, date 2024-01-03, 1 day) s order by s
select s from generate_series(datetime 2024-01-01 00:00:00, datetime 2024-01-02 00:00:00, 6 hour) s order by s
select l.id, t from Lists l left join lateral unnest(l.tags) t order by l.id, t nulls first
select l.id, t from Lists l join lateral unnest(l.days) t where t > date 2024-01-02 order by l.id
select t.x, t.y from json_table('[{"x":1,"y":"a"},{"x":2,"y":"b"}]', '$[*]' columns(x Integer, y String)) t order by t.x
select t.id, t.e, t.q, t.d from json_table('{"id":5,"o":{"k":[1,2]}}', '$' columns(id Integer, e exists path '$.o', q json path '$.o.k', d String default 'none' on empty)) t
select t.id, t.n, t.k from json_table('[{"id":1,"c":[10,20]},{"id":2,"c":[]},{"id":3}]', '$[*]' columns(id Integer, nested '$.c[*]' columns(n for ordinality, k Integer path '$'))) t order by t.id, t.n
select t.v from json_table('[0.1,true,"x",null,{"a":1}]', '$[*]' columns(v String path '$')) t
# Functions that SQLite has under another name or not at all
select soundex('Robert') from Book b where b.id=1
select day_of_month(b.published), day_of_week(b.published), day_of_year(b.published), dayname(b.published), monthname(b.published) from Book b order by b.id
select last_day(b.published) from Book b order by b.id
select every(b.available), any(b.available), bool_and(b.available), bool_or(b.available) from Book b
select week(b.published), quarter(b.published), year(b.published) from Book b order by b.id
select b.genre, b.title, count(*) from Book b group by b.id order by b.id
select log10(100.0), cot(1.0), instr('abc','c'), insert('abcdef',2,3,'XY'), translate('abca','ab','xy') from Book b where b.id=1
