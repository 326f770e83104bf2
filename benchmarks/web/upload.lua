-- A document with words of its own for each request: the same bytes twice would be one document.
local thread_count = 0
function setup(thread) thread:set("number", thread_count); thread_count = thread_count + 1 end
local sent = 0
request = function()
  sent = sent + 1
  local edge = "edge"
  local words = "Quiet on the line, day " .. number .. "-" .. sent .. "-" .. os.time() .. ".\n"
  local body = "--" .. edge .. "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
    .. "Content-Type: text/plain\r\n\r\n" .. words .. "\r\n--" .. edge .. "--\r\n"
  return wrk.format("POST", nil, { ["Content-Type"] = "multipart/form-data; boundary=" .. edge }, body)
end
