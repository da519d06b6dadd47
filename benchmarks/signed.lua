-- POSTs with the headers of a file, for wrk: a line is one request, with a tab
-- between a header's name and its value, and between headers.
local requests, turn = {}, 0

function init(arguments)
  wrk.method = "POST"
  wrk.body = '{"reading": "' .. string.rep("x", 1009) .. '"}'
  for line in io.lines(arguments[1]) do
    local headers = {["Content-Type"] = "application/json"}
    for name, value in line:gmatch("([^\t]+)\t([^\t]+)") do headers[name] = value end
    requests[#requests + 1] = wrk.format(nil, nil, headers)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end
