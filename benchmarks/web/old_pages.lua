-- A page of the log anywhere in the ledger: what no memory of a page before can serve.
request = function()
  return wrk.format("GET", "/api/v1/ledger/log?limit=50&before=" .. math.random(51, 40000))
end
