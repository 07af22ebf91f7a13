-- A rewrap changes the KEK of every row. With no index over those columns it stays within the row's page on
-- PostgreSQL, instead of writing to all indexes of the table; rows of one KEK are read in order of id anyway.
drop index dek_by_kek;
