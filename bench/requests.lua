-- Sends the requests of a file in turn, each thread starting at a place of its own. A line is a path; with a method and
-- a body, %d in the body becomes a number that never repeats.
-- Arguments: the file, the API key in Base64, and then a method and a body.
local thread_count = 0
function setup(thread)
  thread:set("number", thread_count)
  thread_count = thread_count + 1
end

function init(args)
  method = args[3] or "GET"
  body = args[4]
  paths = {}
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  at = number * math.floor(#paths / 4)
  count = 0
  wrk.headers["Authorization"] = "Basic " .. args[2]
  wrk.headers["Content-Type"] = "application/json"
  ready = {}
  if not body then
    for i, path in ipairs(paths) do ready[i] = wrk.format(method, path) end
  end
end

function request()
  at = at % #paths + 1
  if not body then return ready[at] end
  count = count + 1
  local path, object = string.match(paths[at], "^(%S+)%s*(%S*)$")
  local text = string.gsub(body, "%%o", object)
  text = string.gsub(text, "%%d", number .. "-" .. count)
  return wrk.format(method, path, nil, text)
end

function done(summary, latency, requests)
  local errors = summary.errors
  local bad = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("RESULT %.1f %.2f %.2f %d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad))
end
