# One table
update Plain set amount = 1
update Plain p set p.name = p.name || '!' where p.id > 2
update Plain p set p.amount = p.amount * 2, p.kind = null where p.kind = 'odd'
update Plain set amount = amount / 3
update Plain p set p.amount = (select sum(i.price) from Item i where i.stock >= p.id * 5)
update Plain p set p.name = (select i.name from Item i where i.id = p.id) where exists (select 1 from Item i where i.id = p.id and i.stock > 5)
update Plain p set p.amount = case when p.kind = 'odd' then 1 else p.amount + 0.5 end
update Plain p set p.kind = 'top' where p.amount >= all (select q.amount from Plain q)
update Plain p set p.kind = 'low' where p.amount < (select avg(q.amount) from Plain q)
update Plain p set p.kind = 'pair' where (p.id, p.kind) in (select q.id, q.kind from Plain q where q.amount > 5)
delete from Plain
delete Plain p where p.id in (1, 3)
delete from Plain p where p.amount < 5 or p.kind is null
delete from Plain p where exists (select 1 from Plain q where q.kind = p.kind and q.id < p.id)
delete from Plain p where p.id = (select max(q.id) from Plain q)
delete from Plain p where p.amount = any (select i.price from Item i where i.stock > 10)
# Joins
update Plain p join Item i on i.id = p.id set p.name = i.name, p.amount = i.price + 1
update Plain p join Item i on i.id = p.id set p.name = i.name where i.stock > 10
update Plain p left join Item i on i.id = p.id and i.stock > 10 set p.kind = coalesce(i.name, 'none')
update Item i set i.stock = 0 where i.owner.id = 1
update Client c set c.name = c.of.name where c.of is not null
update Pump p set p.flow = 1 where p.owner.name = 'Iron & Co'
delete from Plain p join Item i on i.id = p.id where i.stock > 10
delete from Item i where i.owner.name = 'Copper'
delete from Item i where i.owner is null
# Single table hierarchies, with a collection table
update Party set name = 'all'
update Client c set c.email = 'x', c.name = upper(c.name)
update Client c set c.of = null
update Supplier set grade = coalesce(grade, 0) + 1
update Party p set p.name = 'none' where p.notes is empty
update Party p set p.name = 'good' where 'good' member of p.notes
delete from Client
delete from Client c where c.email is null
delete from Party p where p.id > 3
delete from Party p where size(p.notes) = 1
delete from Party p where type(p) = Client
# Joined hierarchies
update Device set label = 'all'
update Device d set d.weight = d.weight * 2 where d.id < 5
update Pump set flow = flow + 1
update Pump set flow = 0, label = 'pump', weight = 0.5
update Motor set power = 7
update Turbine set blades = 9, power = 8, label = 'turbine'
update Pump p set p.owner = null
update Pump p set p.owner = (select s from Supplier s where s.id = 2)
update Device d set d.label = 'turbine' where type(d) = Turbine
update Device d set d.label = 'strong' where treat(d as Motor).power > 102
update Device d set d.label = 'coded' where exists (select 1 from d.codes c where c = 'x')
delete from Device
delete from Device d where d.weight > 6
delete from Pump
delete from Motor m where m.power is null
delete from Motor m where m.power > 100
delete from Turbine t where t.label = 'device 3'
delete from Device d where d.id in (select p.id from Pump p where p.flow = 10)
delete from Device d where 'x' member of d.codes
delete from Pump p where p.owner.name = 'Iron & Co'
# Table per class
update Vehicle set plate = 'all'
update Vehicle v set v.plate = v.plate || '!' where v.id > 2
update Car set doors = doors + 1, plate = 'car'
update Boat b set b.length = b.length * 2 where b.length > 2
update Vehicle v set v.plate = 'c' where type(v) = Car
delete from Vehicle
delete from Vehicle v where v.id in (1, 2, 5)
delete from Car
delete from Boat b where b.length < 2
update Motor set power = 1, label = 'm'
# Secondary tables, embeddables, versions
update Item set name = 'n'
update Item set remark = 'r'
update Item i set i.remark = 'r', i.stock = 0 where i.id < 4
update Item set remark = null, checked = null
update Item i set i.checked = i.checked + 1 day where i.checked is not null
update versioned Item set name = 'n'
update versioned Item i set i.remark = 'r' where i.stock > 5
update Item i set i.size.width = 7
update Item i set i.size.width = i.size.height, i.size.height = i.size.width where i.id <> 2
update Item i set i.price = i.price * 1.1
delete from Item
delete from Item i where i.remark like 'remark%'
delete from Item i where i.checked > date 2024-02-01
delete from Item i where i.size.width * i.size.height > 10
# INSERT with values
insert into Plain (id, name, amount, kind) values (10, 'ten', 1.005, 'k')
insert into Plain (id, name) values (10, 'ten'), (11, 'eleven')
insert into Party (id, name) values (10, 'p')
insert into Client (id, name, email) values (10, 'c', 'e'), (11, 'd', null)
insert into Device (id, label, weight) values (10, 'd', 1.5)
insert into Pump (id, label, weight, flow) values (10, 'p', 2.5, 7), (11, 'q', 0.5, 8)
insert into Turbine (id, label, weight, power, blades) values (10, 't', 2.5, 7, 3)
insert into Car (id, plate, doors) values (10, 'c', 4)
insert into Item (id, code, name, price, stock, remark, version) values (10, 'c10', 'n', 1.5, 3, 'r', 0)
insert into Item (id, code, name, price, stock) values (10, 'c10', 'n', 1.5, 3), (11, 'c11', 'n', 1.5, 3)
insert into Numbered (name) values ('a')
insert into Numbered (name) values ('a'), ('b'), ('c')
insert into Numbered (id, name) values (1000, 'a')
insert into Counted (name) values ('a'), ('b')
insert into Counted (id, name) values (1000, 'a')
insert into Token (name) values ('a'), ('b')
insert into Event (name) values ('a'), ('b')
insert into Concert (name, band) values ('a', 'x'), ('b', 'y')
# INSERT of rows
insert into Plain (id, name, amount) select i.id + 10, i.name, i.price from Item i
insert into Plain (id, name, amount, kind) select p.id + 10, p.name, sum(p.amount), 'sum' from Plain p group by p.id, p.name having sum(p.amount) > 5
insert into Plain (id, name) select p.id + 10, p.name from Plain p order by p.id desc limit 2
insert into Client (id, name, email) select s.id + 10, s.name, 'mail' from Supplier s
insert into Pump (id, label, weight, flow) select m.id + 10, m.label, m.weight, coalesce(m.power, 0) from Motor m
insert into Turbine (id, label, weight, blades) select d.id + 10, d.label, d.weight, 1 from Device d where d.weight > 3
insert into Car (id, plate, doors) select b.id + 10, b.plate, 2 from Boat b
insert into Item (id, code, name, stock, remark) select i.id + 10, i.code || 'x', i.name, i.stock, i.remark from Item i
insert into Numbered (name) select i.name from Item i
insert into Counted (name) select i.name from Item i
insert into Event (name) select i.name from Item i
insert into Concert (name, band) select i.name, i.code from Item i
# INSERT with a conflict
insert into Plain (id, name, amount) values (1, 'again', 2) on conflict (id) do update set name = excluded.name
insert into Plain as p (id, name, amount) values (1, 'again', 2) on conflict (id) do update set name = p.name || excluded.name, amount = p.amount + excluded.amount
insert into Plain as p (id, name, amount) values (1, 'again', 2), (2, 'again', 3), (20, 'new', 4) on conflict (id) do update set amount = excluded.amount where p.amount < 15
insert into Plain (id, name, kind) values (30, 'plain 1', 'odd') on conflict (name, kind) do update set amount = 99
# Common table expressions
insert into Plain (id, name) with big as (select i.id as id, i.name as name from Item i where i.stock > 10) select b.id + 10, b.name from big b
