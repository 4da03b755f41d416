-- What a run's agents would have cost under subscriptions, which nobody pays; cost_usd is what is paid.
ALTER TABLE run ADD COLUMN list_price_usd ${money} DEFAULT '0' NOT NULL;
