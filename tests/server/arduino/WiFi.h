// The least of the ESP32 core that a sketch needs to be compiled here.
#pragma once
#include <cstdio>
#include <string>

typedef std::string String;
enum { WL_CONNECTED = 3 };
inline void delay(int) {}

struct SerialPort {
  void begin(long) {}
  void println(int status) { std::printf("status %d\n", status); }
};
static SerialPort Serial;

struct WiFiClass {
  void begin(const char*, const char*) {}
  int status() { return WL_CONNECTED; }
};
static WiFiClass WiFi;
