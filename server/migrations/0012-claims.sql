-- Below the verified level a visitor is only said to be a customer: he gets a record of his own that names whom he is said to be,
-- and sees nothing of that customer's. When he is verified it is joined like an anonymous one.
alter table customer add column claims uuid references customer check (claims is null or ref is null);
