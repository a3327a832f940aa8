package io.github.dqlite4j.sample.shop;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface Orders extends JpaRepository<Order, Long> {
    @Query(
            "from Order o join fetch o.customer left join fetch o.items i left join fetch i.product where o.requestId = ?1")
    Optional<Order> findByRequestId(String requestId);

    @Query("from Order o join fetch o.customer where o.id < ?1 order by o.id desc")
    List<Order> latestBefore(long id, Limit limit);
}
